package io.lakeswarm.reconciler.observed;

/**
 * One Swarm task of the worker service.
 *
 * @param slot the replica number it fills; successive tasks of one replica share it
 * @param node node id; empty while no node was chosen
 * @param hostname name of the node; equal to the id when the node is unknown
 * @param address its address on the data overlay, which is the host name its worker gives the Spark
 *     master; empty while it has none
 * @param wanted true when Swarm wants it to run (desired state not beyond running)
 * @param createdAt creation time as the engine writes it; the newest task of a slot counts
 */
public record WorkerTask(
    String id,
    int slot,
    String node,
    String hostname,
    String address,
    TaskState state,
    boolean wanted,
    String createdAt) {

  /** True when Swarm wants it and it has not ended. */
  public boolean isLive() {
    return wanted && state.isLive();
  }

  /** True when Swarm wants it and its container runs. */
  public boolean isRunning() {
    return wanted && state == TaskState.RUNNING;
  }
}
