package io.lakeswarm.reconciler.status;

import static io.lakeswarm.reconciler.status.ConditionStatus.FALSE;
import static io.lakeswarm.reconciler.status.ConditionStatus.UNKNOWN;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.status.ConditionType.ForReady;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Computes conditions from conditions; does not depend on plans. */
public final class StatusCalculator {

  private static final List<ConditionType> READY_NEEDS = ConditionType.thatAre(ForReady.NEEDED);

  private StatusCalculator() {}

  /**
   * Returns the conditions after {@code news} is applied: a status that did not change keeps its
   * transition time, and Ready is computed again.
   */
  public static Map<ConditionType, Condition> next(
      Map<ConditionType, Condition> last, List<Condition> news, int revision, Instant now) {
    EnumMap<ConditionType, Condition> next = new EnumMap<>(ConditionType.class);
    next.putAll(last);
    news.forEach(condition -> next.put(condition.type(), merged(last, condition, revision)));
    next.put(ConditionType.READY, merged(last, ready(next, now), oldestSeen(next)));
    return next;
  }

  /** Returns the conditions whose status differs, in the order of their types. */
  public static List<Transition> transitions(
      Map<ConditionType, Condition> before, Map<ConditionType, Condition> after) {
    List<Transition> changed = new ArrayList<>();
    for (Condition to : new TreeMap<>(after).values()) {
      Optional<ConditionStatus> from =
          Optional.ofNullable(before.get(to.type())).map(Condition::status);
      if (!from.equals(Optional.of(to.status()))) {
        changed.add(new Transition(from, to));
      }
    }
    return changed;
  }

  /** Returns a controller's own condition after a pass that ended with {@code failure}. */
  public static Condition failed(ConditionType type, ReconcileException failure, Instant now) {
    if (failure instanceof ReconcileException.BrokeOff) {
      return Condition.unknown(type, BrokenPasses.REASON, failure.getMessage(), now);
    }
    if (failure instanceof ReconcileException.Waiting) {
      return Condition.unknown(type, "Waiting", failure.getMessage(), now);
    }
    if (failure instanceof ReconcileException.Stalled && type.goodWhen() == FALSE) {
      // Its False would read as "nothing is wrong", which was not observed.
      return Condition.unknown(type, "Stalled", failure.getMessage(), now);
    }
    if (failure instanceof ReconcileException.Stalled) {
      return Condition.isFalse(type, "Stalled", failure.getMessage(), now);
    }
    // For this one type, a failed read is the answer.
    return type == ConditionType.SWARM_REACHABLE
        ? Condition.isFalse(type, "Unobservable", failure.getMessage(), now)
        : Condition.unknown(type, "Unobservable", failure.getMessage(), now);
  }

  private static Condition merged(
      Map<ConditionType, Condition> last, Condition condition, int revision) {
    Condition before = last.get(condition.type());
    boolean changed = before == null || before.status() != condition.status();
    return new Condition(
        condition.type(),
        condition.status(),
        condition.reason(),
        condition.message(),
        changed ? condition.lastTransitionTime() : before.lastTransitionTime(),
        // 0 = the pass ended before it read the revision.
        revision == 0 && before != null ? before.observedRevision() : revision);
  }

  /**
   * Returns the oldest revision behind Ready, which holds for a revision only when all its parts
   * do.
   */
  private static int oldestSeen(Map<ConditionType, Condition> all) {
    return READY_NEEDS.stream()
        .map(all::get)
        .filter(Objects::nonNull)
        .mapToInt(Condition::observedRevision)
        .min()
        .orElse(0);
  }

  private static Condition ready(Map<ConditionType, Condition> all, Instant now) {
    List<Condition> inputs =
        new ArrayList<>(READY_NEEDS.stream().map(all::get).filter(Objects::nonNull).toList());
    for (ConditionType type : ConditionType.thatAre(ForReady.NOT_BAD)) {
      Condition condition = all.get(type);
      if (condition != null && condition.health() == Health.BAD) {
        return Condition.isFalse(ConditionType.READY, type.text(), condition.message(), now);
      }
    }
    if (inputs.stream().anyMatch(condition -> condition.status() == FALSE)) {
      return Condition.isFalse(ConditionType.READY, "NotReady", named(inputs, FALSE), now);
    }
    List<String> absent =
        READY_NEEDS.stream()
            .filter(type -> !all.containsKey(type))
            .map(ConditionType::text)
            .toList();
    if (!absent.isEmpty()) {
      return Condition.unknown(
          ConditionType.READY,
          "NotYetObserved",
          "Not observed yet: " + String.join(", ", absent) + ".",
          now);
    }
    // A reconciler whose pass broke off cannot report Ready, whatever the pass observed.
    all.values().stream()
        .filter(condition -> BrokenPasses.REASON.equals(condition.reason()))
        .filter(condition -> !inputs.contains(condition) && condition.type() != ConditionType.READY)
        .forEach(inputs::add);
    if (inputs.stream().anyMatch(condition -> condition.status() == UNKNOWN)) {
      return Condition.unknown(ConditionType.READY, "NotKnown", named(inputs, UNKNOWN), now);
    }
    return Condition.isTrue(
        ConditionType.READY, "AllReady", "Everything Ready asks for is as desired.", now);
  }

  private static String named(List<Condition> inputs, ConditionStatus status) {
    return inputs.stream()
        .filter(condition -> condition.status() == status)
        .map(condition -> condition.type().text() + ": " + condition.message())
        .collect(Collectors.joining(" "));
  }
}
