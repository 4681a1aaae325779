package io.lakeswarm.reconciler.status;

import java.time.Instant;

/**
 * One fact about the platform, or that this fact is unknown.
 *
 * @param reason one CamelCase word, a past fact such as {@code WorkersConverged}
 * @param message a sentence for the operator: cause and remedy, no secrets, no text that changes at
 *     every pass (each change is stored)
 * @param lastTransitionTime when the status last changed; controllers pass {@code now}, {@link
 *     StatusCalculator} keeps the older time when the status did not change
 * @param observedRevision the revision of the desired state this was computed from; controllers
 *     pass 0, the pass fills it in
 */
public record Condition(
    ConditionType type,
    ConditionStatus status,
    String reason,
    String message,
    Instant lastTransitionTime,
    int observedRevision) {

  private static final String NOT_DEPLOYED = "NotDeployed";

  /** Returns a condition with status True. */
  public static Condition isTrue(ConditionType type, String reason, String message, Instant now) {
    return new Condition(type, ConditionStatus.TRUE, reason, message, now, 0);
  }

  /** Returns a condition with status False. */
  public static Condition isFalse(ConditionType type, String reason, String message, Instant now) {
    return new Condition(type, ConditionStatus.FALSE, reason, message, now, 0);
  }

  /** Returns a condition with status Unknown. */
  public static Condition unknown(ConditionType type, String reason, String message, Instant now) {
    return new Condition(type, ConditionStatus.UNKNOWN, reason, message, now, 0);
  }

  /** Returns the health that its status means. */
  public Health health() {
    if (status == ConditionStatus.UNKNOWN) {
      return NOT_DEPLOYED.equals(reason) ? Health.ABSENT : Health.UNKNOWN;
    }
    return status == type.goodWhen() ? Health.GOOD : Health.BAD;
  }

  /** Returns the condition of something that the platform runs without. */
  public static Condition notDeployed(ConditionType type, String message, Instant now) {
    return unknown(type, NOT_DEPLOYED, message, now);
  }

  /** Returns true when only the times could differ, so there is nothing to store or report. */
  public boolean saysTheSameAs(Condition other) {
    return type == other.type
        && status == other.status
        && reason.equals(other.reason)
        && message.equals(other.message);
  }
}
