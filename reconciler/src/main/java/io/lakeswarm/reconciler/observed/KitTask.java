package io.lakeswarm.reconciler.observed;

/**
 * A task of the kit that Swarm wants to run.
 *
 * @param node host name of its node; empty while none was chosen
 * @param message why it does not run, as Swarm says it; empty when Swarm says nothing
 */
public record KitTask(String id, String node, TaskState state, String message) {

  /** True when its container runs. */
  public boolean isRunning() {
    return state == TaskState.RUNNING;
  }
}
