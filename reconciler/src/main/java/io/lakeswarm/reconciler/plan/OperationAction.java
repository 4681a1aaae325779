package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.Operation;

/** The writes to stored operations. */
public sealed interface OperationAction extends Action {

  /** Calls the method of {@code handler} for this action. */
  void accept(Handler handler);

  /** Does each action; a new action does not compile before every handler has a method for it. */
  interface Handler {
    /** Replaces an operation. */
    void update(UpdateOperation action);
  }

  /** Stores {@code next} in place of the operation with its id. */
  record UpdateOperation(Operation next) implements OperationAction {
    @Override
    public void accept(Handler handler) {
      handler.update(this);
    }

    @Override
    public Label label() {
      return Label.of("update-operation", "operation:" + next.id(), next.state().text());
    }
  }
}
