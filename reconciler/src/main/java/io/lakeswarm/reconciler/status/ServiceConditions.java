package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.observed.Baseline;
import io.lakeswarm.reconciler.observed.ObservedService;
import io.lakeswarm.reconciler.observed.ObservedServices;
import io.lakeswarm.reconciler.plan.Difference;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.ServicePlanner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Computes the condition of services that differ from their deployment. */
public final class ServiceConditions {
  private static final ConditionType TYPE = ConditionType.SERVICE_DRIFT;
  private static final Duration LONGEST_DEPLOY = Duration.ofMinutes(30);
  private static final int SERVICES_NAMED = 5;
  private static final int FIELDS_NAMED = 3;

  private ServiceConditions() {}

  /**
   * Returns the condition: True while a service differs. It is empty while a deploy is under way:
   * the earlier condition holds until the deploy ends, so that a deploy that changes nothing leaves
   * no trace.
   */
  public static Optional<Condition> of(
      ObservedServices observed, Plan plan, ApplyReport report, Instant now) {
    Baseline baseline = observed.baseline();
    if (baseline.number() == 0) {
      return Optional.of(
          Condition.unknown(
              TYPE,
              "NoBaseline",
              "No deploy was recorded, so nothing can be compared. Run make swarm_deploy.",
              now));
    }
    if (baseline.deploySince().isPresent()) {
      return cutOff(baseline.deploySince().get(), now);
    }
    return Optional.of(compared(observed, plan, report, now));
  }

  private static Optional<Condition> cutOff(Instant since, Instant now) {
    return since.plus(LONGEST_DEPLOY).isAfter(now)
        ? Optional.empty()
        : Optional.of(
            Condition.unknown(
                TYPE,
                "DeployCutOff",
                "The deploy that began at "
                    + since
                    + " did not end, so nothing is compared or repaired. Run make swarm_deploy.",
                now));
  }

  private static Condition compared(
      ObservedServices observed, Plan plan, ApplyReport report, Instant now) {
    List<ObservedService> drifted =
        observed.services().stream().filter(ServicePlanner::isDrifted).toList();
    if (report.failure().isPresent()) {
      return Condition.isTrue(TYPE, "RepairFailed", report.failure().get().detail(), now);
    }
    if (drifted.isEmpty()) {
      return Condition.isFalse(TYPE, "AsDeployed", "Every service is as it was deployed.", now);
    }
    String message =
        drifted.stream()
            .limit(SERVICES_NAMED)
            .map(service -> sentence(service, observed))
            .collect(Collectors.joining(" "));
    String rest = drifted.size() > SERVICES_NAMED ? " And others; see make plan." : "";
    boolean gone = drifted.stream().anyMatch(service -> service.live().isEmpty());
    String reason = gone ? "ServiceMissing" : plan.isEmpty() ? "Drifted" : "Repairing";
    return Condition.isTrue(TYPE, reason, message + rest, now);
  }

  private static String sentence(ObservedService service, ObservedServices observed) {
    if (service.live().isEmpty()) {
      return "The service " + service.name() + " does not exist; run make swarm_deploy.";
    }
    List<Difference> all = ServicePlanner.differences(service, observed.networks());
    String fields =
        all.stream()
            .limit(FIELDS_NAMED)
            .map(Difference::toString)
            .collect(Collectors.joining("; "));
    String more = all.size() > FIELDS_NAMED ? "; and others" : "";
    return "The service " + service.name() + " is not as deployed: " + fields + more + ".";
  }
}
