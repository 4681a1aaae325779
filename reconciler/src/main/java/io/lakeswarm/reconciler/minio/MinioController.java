package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.loop.Controller;
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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Keeps the object store's buckets, policies, users and keys, and tells when data was lost. */
@ApplicationScoped
public class MinioController implements Controller<ObservedMinio> {
  private final MinioGate gate;
  private final MinioObserver observer;
  private final MinioWriter writer;
  private final Duration resetShown;

  /** Talks to the configured server. */
  @Inject
  public MinioController(
      LakeswarmSettings settings, SecretFiles secrets, Memory memory, Clock clock) {
    this(
        new MinioAccess(new MinioClient(settings.minio().url()), secrets::read),
        settings.policies().dir(),
        memory,
        settings.minio().resetShown(),
        clock);
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
    return gate.pass(() -> observer.observe(desired.minio()));
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
  public boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType) && "minio".equals(service);
  }
}
