package io.lakeswarm.reconciler.operation;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.observed.ObservedOperations;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.plan.OperationAction;
import io.lakeswarm.reconciler.plan.OperationPlanner;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.spark.SparkController;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.store.LastPasses;
import io.lakeswarm.reconciler.store.OperationStore;
import io.lakeswarm.reconciler.store.StepLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Ends operations when their goal is observed, and keeps the list of what was done for them. */
@ApplicationScoped
public class OperationController implements Controller<ObservedOperations> {
  private static final Duration WHILE_RUNNING = Duration.ofSeconds(1);

  private final OperationStore operations;
  private final SparkController spark;
  private final StepLog steps;
  private final LastPasses passes;
  private final Clock clock;

  /** Follows the operations in {@code operations}. */
  public OperationController(
      OperationStore operations,
      SparkController spark,
      StepLog steps,
      LastPasses passes,
      Clock clock) {
    this.operations = operations;
    this.spark = spark;
    this.steps = steps;
    this.passes = passes;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "operations";
  }

  /**
   * Returns SwarmReachable: operations report themselves, and an unreadable store means an
   * unreadable Swarm.
   */
  @Override
  public ConditionType condition() {
    return ConditionType.SWARM_REACHABLE;
  }

  @Override
  public ObservedOperations observe(DesiredState desired) {
    List<Operation> open =
        operations.all().stream().filter(o -> o.state() == Operation.State.RUNNING).toList();
    Map<String, List<String>> written = new TreeMap<>();
    open.forEach(operation -> written.put(operation.id(), writtenFor(operation)));
    boolean scaling = open.stream().anyMatch(o -> o.request() instanceof Operation.ScaleWorkers);
    return new ObservedOperations(
        open,
        scaling ? Optional.of(spark.observeAll()) : Optional.empty(),
        passes.all(),
        written,
        clock.instant());
  }

  private List<String> writtenFor(Operation operation) {
    return steps.since(operation.created(), operation.request().controller()).stream()
        .map(StepLog.Entry::text)
        .toList();
  }

  @Override
  public Plan plan(DesiredState desired, ObservedOperations observed) {
    return OperationPlanner.plan(desired.workers(), observed);
  }

  @Override
  public void apply(Step step) {
    ((OperationAction) step.action()).accept(update -> operations.update(update.next()));
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired,
      ObservedOperations observed,
      Plan plan,
      ApplyReport report,
      Instant now) {
    return List.of();
  }

  @Override
  public Optional<Duration> requeueAfter(DesiredState desired, ObservedOperations observed) {
    return observed.open().isEmpty() ? Optional.empty() : Optional.of(WHILE_RUNNING);
  }

  @Override
  public boolean wakesOn(String eventType, String service) {
    return "config".equals(eventType) || "spark-worker".equals(service);
  }

  @Override
  public boolean isBookkeeping() {
    return true;
  }
}
