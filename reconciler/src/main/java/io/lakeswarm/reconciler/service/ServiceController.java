package io.lakeswarm.reconciler.service;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.observed.LiveService;
import io.lakeswarm.reconciler.observed.ObservedService;
import io.lakeswarm.reconciler.observed.ObservedServices;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.PlanNote;
import io.lakeswarm.reconciler.plan.ServiceAction;
import io.lakeswarm.reconciler.plan.ServicePlanner;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.ServiceConditions;
import io.lakeswarm.reconciler.store.BaselineStore;
import io.lakeswarm.reconciler.swarm.SwarmClient;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds manual changes to the kit's services, and undoes them where that is declared. */
@ApplicationScoped
public class ServiceController implements Controller<ObservedServices> {
  private static final Duration WHILE_ROLLING_OUT = Duration.ofSeconds(2);

  private final ServiceReader reader;
  private final ServiceActions actions;

  /** Reads services and baselines, writes services. */
  public ServiceController(
      SwarmReader swarm, BaselineStore baselines, SwarmClient client, Clock clock) {
    RepairBackoff pace = new RepairBackoff(clock);
    this.reader = new ServiceReader(swarm, baselines, pace);
    this.actions = new ServiceActions(client, pace);
  }

  @Override
  public String name() {
    return "services";
  }

  @Override
  public ConditionType condition() {
    return ConditionType.SERVICE_DRIFT;
  }

  @Override
  public ObservedServices observe(DesiredState desired) {
    return reader.read(desired.services());
  }

  @Override
  public Plan plan(DesiredState desired, ObservedServices observed) {
    return ServicePlanner.plan(desired.services(), observed);
  }

  @Override
  public List<PlanNote> notes(DesiredState desired, ObservedServices observed) {
    return ServicePlanner.notes(desired.services(), observed);
  }

  @Override
  public Set<String> differing(Plan plan, ObservedServices observed) {
    return observed.services().stream()
        .filter(ServicePlanner::isDrifted)
        .map(ObservedService::name)
        .collect(Collectors.toSet());
  }

  @Override
  public void apply(Step step) {
    ((ServiceAction) step.action()).accept(actions);
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedServices observed, Plan plan, ApplyReport report, Instant now) {
    return ServiceConditions.of(observed, plan, report, now).stream().toList();
  }

  @Override
  public Optional<Duration> requeueAfter(DesiredState desired, ObservedServices observed) {
    return observed.services().stream()
        .filter(ServicePlanner::isDrifted)
        .flatMap(service -> service.live().stream())
        .map(ServiceController::wait)
        .filter(wait -> !wait.isZero())
        .min(Duration::compareTo);
  }

  private static Duration wait(LiveService live) {
    return live.isRollingOut() ? WHILE_ROLLING_OUT : live.pause();
  }

  /** Ignores the Spark workers: their number changes all the time and is not compared here. */
  @Override
  public boolean wakesOn(String eventType, String service) {
    return "config".equals(eventType)
        || "service".equals(eventType) && !"spark-worker".equals(service);
  }
}
