package io.lakeswarm.reconciler.swarm;

/**
 * An event of the swarm. It names the place to look at, never its content.
 *
 * @param type service, node, config, or {@link #STATUS} for the config that holds the status
 * @param service short name of the service it is about, empty when it is about none
 * @param seenNanos {@link System#nanoTime()} when it arrived
 */
public record SwarmEvent(String type, String service, long seenNanos) {
  /**
   * A type of its own, because every pass that writes ends with such a config. What it wakes must
   * not write because of it, or a plan that never takes effect would be retried without a pause.
   */
  public static final String STATUS = "status";

  /** Returns true when something in the reconciler's memory changed. */
  public boolean isOfMemory() {
    return "config".equals(type) || STATUS.equals(type);
  }
}
