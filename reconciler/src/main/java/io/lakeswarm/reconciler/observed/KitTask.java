package io.lakeswarm.reconciler.observed;

/**
 * A task of the kit that Swarm wants to run.
 *
 * @param node host name of its node; empty while none was chosen
 * @param message Swarm's reason why it does not run; empty when Swarm gives none
 */
public record KitTask(String id, String node, TaskState state, String message) {

  /** Returns true when its container runs. */
  public boolean isRunning() {
    return state == TaskState.RUNNING;
  }
}
