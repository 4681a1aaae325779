package io.lakeswarm.reconciler.observed;

import java.time.Duration;
import java.time.Instant;

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
 * @param error Swarm's text for why the task ended, such as {@code task: non-zero exit (1)}; empty
 *     while it runs and after exit code 0
 */
public record WorkerTask(
    String id,
    int slot,
    String node,
    String hostname,
    String address,
    TaskState state,
    boolean wanted,
    String createdAt,
    String error) {

  /** Creates a task without an error. */
  public WorkerTask(
      String id,
      int slot,
      String node,
      String hostname,
      String address,
      TaskState state,
      boolean wanted,
      String createdAt) {
    this(id, slot, node, hostname, address, state, wanted, createdAt, "");
  }

  /** Returns true when Swarm wants it and it has not ended. */
  public boolean isLive() {
    return wanted && state.isLive();
  }

  /** Returns true when Swarm wants it and its container runs. */
  public boolean isRunning() {
    return wanted && state == TaskState.RUNNING;
  }

  /** Returns true when Swarm created the task less than {@code age} before {@code now}. */
  public boolean isYoungerThan(Duration age, Instant now) {
    return !createdAt.isEmpty() && Instant.parse(createdAt).isAfter(now.minus(age));
  }
}
