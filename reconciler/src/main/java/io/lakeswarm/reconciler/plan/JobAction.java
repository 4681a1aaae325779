package io.lakeswarm.reconciler.plan;

/** The writes to job services. */
public sealed interface JobAction extends Action {
  /** Calls the method of {@code handler} for this action. */
  void accept(Handler handler);

  /** Does each action; a new action does not compile before every handler has a method for it. */
  interface Handler {
    /** Removes a service. */
    void remove(RemoveJob action);
  }

  /** Removes the service, if it is still at {@code version}. */
  record RemoveJob(String name, String id, long version) implements JobAction {
    @Override
    public void accept(Handler handler) {
      handler.remove(this);
    }

    @Override
    public Label label() {
      return Label.of("remove-job", "job:" + name);
    }
  }
}
