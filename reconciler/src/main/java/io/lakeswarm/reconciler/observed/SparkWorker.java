package io.lakeswarm.reconciler.observed;

/**
 * One worker in the Spark master's list that is not dead; {@code id} is unique, {@code host} is
 * not.
 */
public record SparkWorker(String id, String host, State state, int cores, int coresUsed) {

  /** The state in the master's list. */
  public enum State {
    ALIVE,
    /** Draining; its numbers in the master no longer change. */
    DECOMMISSIONED
  }
}
