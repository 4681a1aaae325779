package io.lakeswarm.reconciler.status;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps a condition Unknown while any controller that reports it breaks off. Several controllers
 * share one condition, and the True of a healthy one must not hide the other. Not thread-safe.
 */
public final class BrokenPasses {
  /** The reason of a condition whose pass broke off. */
  public static final String REASON = "BrokeOff";

  private final Map<String, List<Condition>> broken = new TreeMap<>();

  /** Returns what the pass of {@code controller} reports, each True replaced while it is held. */
  public List<Condition> over(String controller, List<Condition> conditions) {
    List<Condition> own =
        conditions.stream().filter(condition -> REASON.equals(condition.reason())).toList();
    if (own.isEmpty()) {
      broken.remove(controller);
    } else {
      broken.put(controller, own);
    }
    Map<ConditionType, Condition> held = new EnumMap<>(ConditionType.class);
    broken.values().forEach(all -> all.forEach(it -> held.put(it.type(), it)));
    return conditions.stream()
        .map(it -> it.status() == ConditionStatus.TRUE ? held.getOrDefault(it.type(), it) : it)
        .toList();
  }
}
