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
import io.lakeswarm.reconciler.plan.ResetAction;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.platform.NodeOf;
import io.lakeswarm.reconciler.platform.PlatformController;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.MinioConditions;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.ResetFacts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Keeps the object store's buckets, policies, users and keys, and tells when data was lost. */
@ApplicationScoped
public class MinioController implements Controller<ObservedMinio> {
  private final MinioGate gate;
  private final MinioObserver observer;
  private final MinioWriter writer;
  private final ResetFacts facts;
  private final ProofLedger ledger;
  private final Clock clock;

  /** Talks to the configured server. */
  @Inject
  public MinioController(
      LakeswarmSettings settings,
      SecretFiles secrets,
      ResetFacts facts,
      PlatformController platform,
      Clock clock) {
    this(
        new MinioAccess(
            new MinioClient(settings.minio().url(), settings.minio().deadline(), clock),
            secrets::read),
        settings.policies().dir(),
        facts,
        platform,
        clock);
  }

  MinioController(MinioAccess access, Path policies, ResetFacts facts, NodeOf nodes, Clock clock) {
    this.ledger = new ProofLedger();
    this.gate = new MinioGate(access, clock);
    this.observer = new MinioObserver(access, new PolicyFiles(policies), facts, ledger, nodes);
    this.writer = new MinioWriter(access, ledger);
    this.facts = facts;
    this.clock = clock;
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
      if (step.action() instanceof ResetAction remember) {
        facts.write(remember, clock.instant());
        return StepResult.applied(step);
      }
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
    return List.of(MinioConditions.bootstrap(plan(desired, observed), report, now));
  }

  @Override
  public void forget() {
    ledger.forget();
    gate.tryNow();
  }

  @Override
  public boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType) && "minio".equals(service);
  }
}
