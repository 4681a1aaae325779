package io.lakeswarm.reconciler.observed;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One observation of Airflow.
 *
 * @param deployed whether its service exists; if not, nothing else is known
 * @param health the health it reports for its parts, by name: {@code healthy}, {@code unhealthy};
 *     empty for a part that it does not report
 * @param broken the DAG files that cannot be imported, in the order of their names
 */
public record ObservedAirflow(
    boolean deployed, SortedMap<String, String> health, List<BrokenDag> broken) {

  /** The swarm has no such service. */
  public static final ObservedAirflow NOT_DEPLOYED =
      new ObservedAirflow(false, new TreeMap<>(), List.of());

  /** Takes copies. */
  public ObservedAirflow {
    health = Collections.unmodifiableSortedMap(new TreeMap<>(health));
    broken = List.copyOf(broken);
  }

  /**
   * A DAG file that cannot be imported.
   *
   * @param file its path below the DAG folder
   * @param error the last line of the trace, shortened
   */
  public record BrokenDag(String file, String error) {}
}
