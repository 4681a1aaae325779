package io.lakeswarm.reconciler.spark;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.metrics.Meters;
import io.lakeswarm.reconciler.observed.MasterView;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.PlanNote;
import io.lakeswarm.reconciler.plan.SparkAction;
import io.lakeswarm.reconciler.plan.SparkPlanner;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.SparkConditions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reconciles the number of Spark workers without removing one that works. */
@ApplicationScoped
public class SparkController implements Controller<ObservedSpark> {
  private static final Duration WHILE_DRAINING = Duration.ofSeconds(1);
  private static final Duration WHILE_DIFFERENT = Duration.ofSeconds(2);

  private final WorkerReader workers;
  private final SparkMasterClient master;
  private final WorkerActions actions;
  private final Meters meters;

  /** Reads from {@code workers} and {@code master}, writes by {@code actions}. */
  public SparkController(
      WorkerReader workers, SparkMasterClient master, WorkerActions actions, Meters meters) {
    this.workers = workers;
    this.master = master;
    this.actions = actions;
    this.meters = meters;
  }

  @Override
  public String name() {
    return "spark-workers";
  }

  @Override
  public ConditionType condition() {
    return ConditionType.SPARK_WORKERS;
  }

  /** Reads the master only when the decision needs it: a wrong number is corrected at once. */
  @Override
  public ObservedSpark observe(DesiredState desired) {
    ObservedSpark swarm = workers.read();
    return SparkPlanner.isDecidedBySwarm(desired.workers(), swarm) ? swarm : withMaster(swarm);
  }

  @Override
  public void measure(DesiredState desired, ObservedSpark observed) {
    meters.workers(desired.workers().replicas(), observed);
  }

  /** Reads everything, for people. */
  public ObservedSpark observeAll() {
    return withMaster(workers.read());
  }

  private ObservedSpark withMaster(ObservedSpark swarm) {
    return new ObservedSpark(swarm.service(), swarm.tasks(), master.read(), swarm.drains());
  }

  @Override
  public Plan plan(DesiredState desired, ObservedSpark observed) {
    return SparkPlanner.plan(desired.workers(), observed);
  }

  @Override
  public void apply(Step step) {
    ((SparkAction) step.action()).accept(actions);
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedSpark observed, Plan plan, ApplyReport report, Instant now) {
    return SparkConditions.after(desired.workers(), observed, report, now);
  }

  @Override
  public Optional<Duration> requeueAfter(DesiredState desired, ObservedSpark observed) {
    if (!observed.drains().isEmpty()) {
      return Optional.of(WHILE_DRAINING);
    }
    int wanted = desired.workers().replicas();
    boolean settled =
        observed.service().map(s -> s.replicas() == wanted).orElse(true)
            && observed.running() == wanted
            && observed.master().isKnown()
            && observed.master().registered() >= wanted
            && observed.unregistered().isEmpty();
    return settled ? Optional.empty() : Optional.of(WHILE_DIFFERENT);
  }

  @Override
  public Map<String, Set<String>> liveTasks(ObservedSpark observed) {
    return observed
        .service()
        .map(service -> Map.of(service.id(), observed.live()))
        .orElse(Map.of());
  }

  @Override
  public List<PlanNote> notes(DesiredState desired, ObservedSpark observed) {
    boolean unknown =
        !observed.master().isKnown() && !observed.master().equals(MasterView.NOT_ASKED);
    return unknown ? List.of(PlanNote.waiting(name(), "", observed.master().problem())) : List.of();
  }

  @Override
  public boolean wakesOn(String eventType, String service) {
    return "config".equals(eventType)
        || "node".equals(eventType)
        || "spark-worker".equals(service)
        || "spark-master".equals(service);
  }
}
