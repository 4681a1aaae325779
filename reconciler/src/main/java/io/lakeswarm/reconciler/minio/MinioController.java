package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.observed.MinioReset;
import io.lakeswarm.reconciler.observed.ObservedMinio;
import io.lakeswarm.reconciler.plan.MinioAction;
import io.lakeswarm.reconciler.plan.MinioPlanner;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.MinioConditions;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.Memory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps the object store's buckets, policies, users and keys, and tells when data was lost. */
@ApplicationScoped
public class MinioController implements Controller<ObservedMinio> {
  /** After a change the effect is looked at at once, not at the next resync. */
  private static final Duration SOON = Duration.ofMillis(200);

  private final MinioGate gate;
  private final MinioObserver observer;
  private final MinioWriter writer;
  private final Duration resetShown;
  private volatile Duration lastRecovery = Duration.ZERO;

  /** Talks to the configured server. */
  @Inject
  public MinioController(
      LakeswarmSettings settings, SecretFiles secrets, Memory memory, MeterRegistry metrics) {
    this(
        new MinioAccess(new MinioClient(settings.minio().url()), secrets::read),
        settings.policies().dir(),
        memory,
        settings.minio().resetShown(),
        Clock.systemUTC());
    Gauge.builder("lakeswarm.bootstrap.recovery.seconds", this, MinioController::recoverySeconds)
        .description("From noticing the last loss of data to the proof by use; 0 without a loss.")
        .tag("component", "minio")
        .register(metrics);
  }

  MinioController(
      MinioAccess access, Path policies, Memory memory, Duration resetShown, Clock clock) {
    MinioFacts facts = new MinioFacts(memory);
    ProofLedger ledger = new ProofLedger();
    this.gate = new MinioGate(access, clock);
    this.observer = new MinioObserver(access, new PolicyFiles(policies), facts, ledger);
    this.writer = new MinioWriter(access, facts, ledger, clock);
    this.resetShown = resetShown;
  }

  @Override
  public String name() {
    return "minio";
  }

  @Override
  public ConditionType condition() {
    return ConditionType.MINIO_BOOTSTRAP;
  }

  @Override
  public ObservedMinio observe(DesiredState desired) {
    ObservedMinio seen = gate.pass(() -> observer.observe(desired.minio()));
    lastRecovery = seen.lastReset().flatMap(MinioReset::recovery).orElse(lastRecovery);
    return seen;
  }

  @Override
  public Plan plan(DesiredState desired, ObservedMinio observed) {
    return MinioPlanner.plan(desired.minio(), observed);
  }

  @Override
  public StepResult apply(Step step) {
    try {
      return writer
          .write((MinioAction) step.action())
          .map(flaw -> StepResult.failed(step, flaw))
          .orElseGet(() -> StepResult.applied(step));
    } catch (MinioException | ReconcileException e) {
      return StepResult.failed(step, e.getMessage());
    }
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedMinio observed, ApplyReport report, Instant now) {
    return List.of(
        MinioConditions.bootstrap(plan(desired, observed), report, now),
        MinioConditions.reset(observed, resetShown, now));
  }

  @Override
  public Optional<Duration> requeueAfter(DesiredState desired, ObservedMinio observed) {
    return plan(desired, observed).isEmpty() ? Optional.empty() : Optional.of(SOON);
  }

  @Override
  public boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType) && "minio".equals(service);
  }

  private double recoverySeconds() {
    return lastRecovery.toMillis() / 1000.0;
  }
}
