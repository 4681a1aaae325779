package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.ServicesSpec;
import io.lakeswarm.reconciler.desired.ServicesSpec.Drift;
import io.lakeswarm.reconciler.observed.LiveService;
import io.lakeswarm.reconciler.observed.ObservedService;
import io.lakeswarm.reconciler.observed.ObservedServices;
import io.lakeswarm.reconciler.observed.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides what to do about services that differ from their deployment. */
public final class ServicePlanner {

  /** The cause of every repair. */
  public static final String DRIFTED = "not as deployed";

  /** Repairing these would cut off the reconciler in the middle of the repair. */
  private static final Set<String> OWN_LIFE_LINE = Set.of("reconciler", "docker-proxy");

  private static final Set<String> REPLICAS_OF_OTHERS = Set.of("spark-worker");

  private ServicePlanner() {}

  /**
   * Returns one step for each service that differs, should be repaired, and can be repaired now.
   */
  public static Plan plan(ServicesSpec desired, ObservedServices observed) {
    List<Step> steps = new ArrayList<>();
    for (ObservedService service : observed.services()) {
      List<Difference> differences = differences(service, observed.networks());
      if (!differences.isEmpty() && obstacle(desired, service, differences).isEmpty()) {
        steps.add(repair(service, service.live().orElseThrow(), differences, observed));
      }
    }
    return new Plan(steps);
  }

  /** Returns what differs but is left or has to wait, with the reason. */
  public static List<PlanNote> notes(ServicesSpec desired, ObservedServices observed) {
    List<PlanNote> notes = new ArrayList<>();
    observed
        .baseline()
        .deploySince()
        .ifPresent(since -> notes.add(PlanNote.waiting("services", "", DEPLOYING)));
    for (ObservedService service : observed.services()) {
      if (service.live().isEmpty()) {
        notes.add(PlanNote.report(target(service), "is gone", MISSING));
      }
      List<Difference> differences = differences(service, observed.networks());
      if (!differences.isEmpty()) {
        obstacle(desired, service, differences)
            .map(o -> new PlanNote(o.action(), target(service), text(differences), o.cause()))
            .ifPresent(notes::add);
      }
    }
    return notes;
  }

  private static final String DEPLOYING =
      "A deploy is under way, or one was cut off; make swarm_deploy ends it.";

  private static final String MISSING = "The service does not exist; make swarm_deploy makes it.";

  private record Obstacle(String action, String cause) {}

  private static Optional<Obstacle> obstacle(
      ServicesSpec desired, ObservedService service, List<Difference> differences) {
    LiveService live = service.live().orElseThrow();
    if (desired.driftOf(service.name()) == Drift.REPORT) {
      return left("drift: report");
    }
    if (OWN_LIFE_LINE.contains(service.name())) {
      return left(
          "The reconciler works through this service and never repairs it; run make swarm_deploy.");
    }
    if (!live.spec().isManaged()) {
      return left("It has lost the label lakeswarm.managed=true; run make swarm_deploy.");
    }
    if (differences.stream().anyMatch(difference -> difference.field().equals("mode"))) {
      return left("Swarm cannot change a mode; remove the service and run make swarm_deploy.");
    }
    if (live.isRolledBack()) {
      return left("Swarm rolled the last change back, so what failed is not tried again.");
    }
    if (live.isRollingOut()) {
      return later("Swarm rolls out a change.");
    }
    return live.pause().isZero()
        ? Optional.empty()
        : later("It was repaired again and again; another client keeps changing it.");
  }

  private static Optional<Obstacle> left(String cause) {
    return Optional.of(new Obstacle(PlanNote.REPORT, cause));
  }

  private static Optional<Obstacle> later(String cause) {
    return Optional.of(new Obstacle(PlanNote.WAIT, cause));
  }

  private static Step repair(
      ObservedService service,
      LiveService live,
      List<Difference> differences,
      ObservedServices observed) {
    ServiceSpec next = SpecDiff.repaired(live.spec(), target(service, live));
    return new Step(
        new ServiceAction.UpdateService(
            service.name(), live.id(), live.version(), next, text(differences)),
        DRIFTED,
        String.valueOf(live.version()),
        SpecRestarts.of(live, next, observed.nodes()));
  }

  /** Returns the deployed specification, with live replicas where another controller sets them. */
  private static ServiceSpec target(ObservedService service, LiveService live) {
    Object replicas = live.spec().at("Mode", "Replicated", "Replicas");
    boolean others = REPLICAS_OF_OTHERS.contains(service.name()) && replicas instanceof Number;
    return others
        ? service.deployed().with(replicas, "Replicas", "Mode", "Replicated")
        : service.deployed();
  }

  /** Returns the fields that differ from the deployment; empty also when the service is gone. */
  public static List<Difference> differences(
      ObservedService service, Map<String, String> networks) {
    return service
        .live()
        .map(live -> SpecDiff.of(live.spec(), target(service, live), networks))
        .orElse(List.of());
  }

  /** Returns true when the service is gone or any of its fields differs from the deployment. */
  public static boolean isDrifted(ObservedService service) {
    return service.live().isEmpty() || !differences(service, Map.of()).isEmpty();
  }

  private static String target(ObservedService service) {
    return "service:" + service.name();
  }

  private static String text(List<Difference> differences) {
    return differences.stream().map(Difference::toString).collect(Collectors.joining("; "));
  }
}
