package io.lakeswarm.reconciler.observed;

import java.util.List;

/**
 * One observation of Prometheus.
 *
 * @param deployed whether its service exists; if not, nothing else is known
 * @param targets number of targets that it scrapes
 * @param down those that did not answer for three minutes, sorted
 */
public record ObservedMonitoring(boolean deployed, int targets, List<Target> down) {

  /** The swarm has no such service. */
  public static final ObservedMonitoring NOT_DEPLOYED = new ObservedMonitoring(false, 0, List.of());

  /** Takes a sorted copy. */
  public ObservedMonitoring {
    down = down.stream().sorted().toList();
  }

  /** A scrape target: its job and its instance. */
  public record Target(String job, String instance) implements Comparable<Target> {
    @Override
    public int compareTo(Target other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return job + " " + instance;
    }
  }
}
