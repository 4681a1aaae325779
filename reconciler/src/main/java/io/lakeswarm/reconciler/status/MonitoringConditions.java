package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.observed.ObservedMonitoring;
import java.time.Instant;
import java.util.stream.Collectors;

/** Computes the condition of the monitoring; pure. */
public final class MonitoringConditions {
  private static final ConditionType TYPE = ConditionType.MONITORING;
  private static final int NAMED = 5;

  private MonitoringConditions() {}

  /**
   * Returns the condition: True only when Prometheus scrapes something and every target answers.
   */
  public static Condition of(ObservedMonitoring observed, Instant now) {
    if (!observed.deployed()) {
      return Condition.notDeployed(
          TYPE,
          "The swarm has no service prometheus. Everything else works without it; make"
              + " swarm_deploy deploys it.",
          now);
    }
    if (observed.targets() == 0) {
      return Condition.isFalse(
          TYPE,
          "NoTargets",
          "Prometheus scrapes nothing. Look at make logs S=prometheus and S=docker-proxy.",
          now);
    }
    if (!observed.down().isEmpty()) {
      String names =
          observed.down().stream()
              .limit(NAMED)
              .map(ObservedMonitoring.Target::toString)
              .collect(Collectors.joining(", "));
      int more = observed.down().size() - NAMED;
      return Condition.isFalse(
          TYPE,
          "TargetsDown",
          "%d of %d targets have not answered Prometheus for three minutes: %s%s."
              .formatted(
                  observed.down().size(),
                  observed.targets(),
                  names,
                  more > 0 ? " and " + more + " more" : ""),
          now);
    }
    return Condition.isTrue(TYPE, "TargetsUp", "Everything Prometheus scrapes answers.", now);
  }
}
