package io.lakeswarm.reconciler.dremio;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.minio.ProofLedger;
import io.lakeswarm.reconciler.observed.ObservedDremio;
import io.lakeswarm.reconciler.observed.ObservedSource;
import io.lakeswarm.reconciler.plan.DremioPlanner;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.ResetAction;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.platform.PlatformController;
import io.lakeswarm.reconciler.probe.OptionalServerGate;
import io.lakeswarm.reconciler.probe.OptionalServerGate.Patience;
import io.lakeswarm.reconciler.probe.ServerTrouble;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.DremioConditions;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.ResetFacts;
import io.lakeswarm.reconciler.store.StatusStore;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the query engine's first user and sources. It adds and corrects what the desired state
 * names; it removes nothing, and what it does not know it leaves alone.
 */
@ApplicationScoped
public class DremioController implements Controller<ObservedDremio> {
  private static final Duration WHILE_CHANGING = Duration.ofSeconds(1);
  private static final Duration WHILE_BLOCKED = Duration.ofSeconds(5);

  private final OptionalServerGate<ObservedDremio> gate;
  private final DremioObserver observer;
  private final DremioWriter writer;
  private final ProofLedger ledger;
  private final ResetFacts facts;
  private final Clock clock;

  /** Talks to the configured server. */
  @Inject
  public DremioController(
      LakeswarmSettings settings,
      SecretFiles secrets,
      StatusStore status,
      ResetFacts facts,
      PlatformController platform,
      SwarmReader swarm,
      Clock clock) {
    this(
        new DremioClient(settings.dremio().url(), DremioClient.SLOW),
        new SourceAccess(secrets::read, settings.minio().url()),
        new Surroundings(
            status,
            facts,
            platform,
            () -> !swarm.services("dremio").isEmpty(),
            () -> DremioConditions.blocked(status.conditions())),
        clock);
  }

  DremioController(DremioClient client, SourceAccess access, Surroundings around, Clock clock) {
    this.facts = around.facts();
    this.clock = clock;
    AppliedSecrets applied = new AppliedSecrets(around.memory());
    this.ledger = new ProofLedger();
    this.gate =
        new OptionalServerGate<>(
            Patience.WORK, ObservedDremio.NOT_DEPLOYED, around.deployed(), clock);
    DremioLogin login = new DremioLogin(client, access.secrets(), clock);
    this.observer = new DremioObserver(client, login, access, applied, ledger, around);
    this.writer = new DremioWriter(client, login, access, applied, ledger, new DremioSql(client));
  }

  @Override
  public String name() {
    return "dremio";
  }

  @Override
  public ConditionType condition() {
    return ConditionType.DREMIO_BOOTSTRAP;
  }

  @Override
  public ObservedDremio observe(DesiredState desired) {
    return gate.pass(() -> observer.observe(desired));
  }

  @Override
  public Plan plan(DesiredState desired, ObservedDremio observed) {
    return DremioPlanner.plan(desired, observed);
  }

  @Override
  public void forget() {
    ledger.forget();
    gate.tryNow();
  }

  @Override
  public StepResult apply(Step step) {
    try {
      if (step.action() instanceof ResetAction remember) {
        facts.write(remember, clock.instant());
        return StepResult.applied(step);
      }
      return writer.write(step);
    } catch (ServerTrouble | ReconcileException e) {
      return StepResult.failed(step, e.getMessage());
    }
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedDremio observed, ApplyReport report, Instant now) {
    return List.of(
        DremioConditions.bootstrap(desired, observed, plan(desired, observed), report, now));
  }

  @Override
  public Optional<Duration> requeueAfter(DesiredState desired, ObservedDremio observed) {
    if (observed.sources().values().stream().anyMatch(ObservedSource::changing)) {
      return Optional.of(WHILE_CHANGING);
    }
    return observed.blocked().map(cause -> WHILE_BLOCKED);
  }

  @Override
  public boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType) && "dremio".equals(service);
  }
}
