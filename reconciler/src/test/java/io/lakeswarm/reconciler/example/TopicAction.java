package io.lakeswarm.reconciler.example;

import io.lakeswarm.reconciler.plan.Action;

/** The writes to the broker; in the kit this interface stands in {@code plan/}. */
sealed interface TopicAction extends Action {

  /** Calls the method of {@code handler} for this action. */
  <X extends Exception> void accept(Handler<X> handler) throws X;

  /** Does each action; a new action does not compile before every handler has a method for it. */
  interface Handler<X extends Exception> {
    /** Creates a topic; one that exists counts as a success. */
    void createTopic(CreateTopic action) throws X;
  }

  /** Creates a topic. */
  record CreateTopic(String name) implements TopicAction {
    @Override
    public <X extends Exception> void accept(Handler<X> handler) throws X {
      handler.createTopic(this);
    }

    @Override
    public Label label() {
      return Label.of("create", "topic:" + name);
    }
  }
}
