package io.lakeswarm.reconciler.observed;

/**
 * One worker in the Spark master's list that is not dead; {@code id} is unique, {@code host} is
 * not.
 */
public record SparkWorker(String id, String host, State state, int cores, int coresUsed) {

  /** What the master thinks of it. */
  public enum State {
    ALIVE,
    /** Told to drain; its numbers in the master no longer change. */
    DECOMMISSIONED
  }
}
