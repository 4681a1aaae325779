package io.lakeswarm.reconciler.plan;

/** The writes to services of jobs. */
public sealed interface JobAction extends Action {

  /** Removes the service, if it is still at {@code version}. */
  record RemoveJob(String name, String id, long version) implements JobAction {
    @Override
    public Label label() {
      return Label.of("remove-job", "job:" + name);
    }
  }
}
