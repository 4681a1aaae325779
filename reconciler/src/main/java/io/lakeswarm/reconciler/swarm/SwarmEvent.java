package io.lakeswarm.reconciler.swarm;

/**
 * Something happened in the swarm; it says where to look, never what is there.
 *
 * @param type service, node, config, or {@link #STATUS} for the config that holds the status
 * @param service short name of the service it is about, empty when it is about none
 * @param seenNanos {@link System#nanoTime()} when it arrived
 */
public record SwarmEvent(String type, String service, long seenNanos) {
  /**
   * Kept apart, because every pass that writes ends with such a config: what it wakes must not
   * write because of it, or a plan that never takes effect would be tried without any pause.
   */
  public static final String STATUS = "status";

  /** True when something in the reconciler's memory changed. */
  public boolean isOfMemory() {
    return "config".equals(type) || STATUS.equals(type);
  }
}
