package io.lakeswarm.reconciler.store;

import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.PassRecord;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The stored status.
 *
 * @param conditions in the order of their types
 * @param history the newest passes, oldest first
 */
public record StatusDocument(
    List<Condition> conditions, SortedMap<String, String> facts, List<PassRecord> history) {

  /** Accepts a document without one of its parts, and drops conditions of an unknown type. */
  public StatusDocument {
    // A newer release may have stored types that this one lacks: one can roll back a release.
    conditions =
        conditions == null
            ? List.of()
            : conditions.stream().filter(condition -> condition.type() != null).toList();
    facts = facts == null ? new TreeMap<>() : new TreeMap<>(facts);
    history = history == null ? List.of() : List.copyOf(history);
  }

  /** Returns the conditions in the order of their types. */
  public static List<Condition> ordered(Collection<Condition> conditions) {
    return conditions.stream().sorted(Comparator.comparing(Condition::type)).toList();
  }

  Map<ConditionType, Condition> byType() {
    return conditions.stream().collect(Collectors.toMap(Condition::type, Function.identity()));
  }

  /**
   * Returns true when a status or a reason differs: a message alone is not worth a write to the
   * swarm.
   */
  static boolean differs(Map<ConditionType, Condition> a, Map<ConditionType, Condition> b) {
    return !a.keySet().equals(b.keySet())
        || a.values().stream()
            .anyMatch(
                condition ->
                    condition.status() != b.get(condition.type()).status()
                        || !condition.reason().equals(b.get(condition.type()).reason()));
  }

  /** Returns {@code seen}, with the stored transition time when the status is the stored one. */
  static Condition continued(Condition stored, Condition seen) {
    return stored.status() != seen.status()
        ? seen
        : new Condition(
            seen.type(),
            seen.status(),
            seen.reason(),
            seen.message(),
            stored.lastTransitionTime(),
            seen.observedRevision());
  }
}
