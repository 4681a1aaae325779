package io.lakeswarm.reconciler.dremio;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.managed.ManagedServer;
import io.lakeswarm.reconciler.managed.StorageFacts;
import io.lakeswarm.reconciler.observed.ObservedDremio;
import io.lakeswarm.reconciler.observed.ObservedSource;
import io.lakeswarm.reconciler.plan.Action;
import io.lakeswarm.reconciler.plan.DremioAction;
import io.lakeswarm.reconciler.plan.DremioPlanner;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.platform.PlatformController;
import io.lakeswarm.reconciler.probe.ProofCache;
import io.lakeswarm.reconciler.probe.ServerGate;
import io.lakeswarm.reconciler.probe.ServerGate.Absence;
import io.lakeswarm.reconciler.probe.ServerGate.Patience;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Component;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.DremioConditions;
import io.lakeswarm.reconciler.store.ResetFacts;
import io.lakeswarm.reconciler.store.StatusStore;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reconciles the query engine's first user and sources. It adds and corrects what the desired state
 * names. It removes nothing and leaves everything else alone.
 */
@Singleton
public class DremioController extends ManagedServer<ObservedDremio> {
  private static final Duration WHILE_CHANGING = Duration.ofSeconds(1);
  private static final Duration WHILE_BLOCKED = Duration.ofSeconds(5);

  private final DremioObserver observer;
  private final DremioWriter writer;
  private final ProofCache proofs;

  /** Connects to the configured server. */
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
        new DremioContext(
            status,
            facts,
            platform,
            () -> !swarm.services("dremio").isEmpty(),
            () -> DremioConditions.blocked(status.conditions())),
        clock);
  }

  DremioController(DremioClient client, SourceAccess access, DremioContext context, Clock clock) {
    this(
        client,
        access,
        context,
        new StorageFacts(Component.DREMIO, context.facts(), context.nodes(), clock),
        clock);
  }

  private DremioController(
      DremioClient client,
      SourceAccess access,
      DremioContext context,
      StorageFacts storage,
      Clock clock) {
    super(
        storage,
        ServerGate.optional(
            clock, Patience.WORK, new Absence<>(ObservedDremio.NOT_DEPLOYED, context.deployed())));
    AppliedSecrets applied = new AppliedSecrets(context.memory());
    DremioLogin login = new DremioLogin(client, access.secrets(), clock);
    this.proofs = new ProofCache();
    this.observer =
        new DremioObserver(client, login, access, applied, proofs, storage, context.blocked());
    this.writer = new DremioWriter(client, login, access, applied, proofs, new DremioSql(client));
  }

  @Override
  protected ObservedDremio look(DesiredState desired) {
    return observer.observe(desired);
  }

  @Override
  public Plan plan(DesiredState desired, ObservedDremio observed) {
    return DremioPlanner.plan(desired, observed);
  }

  @Override
  public void recheck() {
    proofs.clear();
    super.recheck();
  }

  @Override
  protected void write(Action action) {
    ((DremioAction) action).accept(writer);
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedDremio observed, Plan plan, ApplyReport report, Instant now) {
    return List.of(DremioConditions.bootstrap(desired, observed, plan, report, now));
  }

  @Override
  public Optional<Duration> requeueAfter(DesiredState desired, ObservedDremio observed) {
    if (observed.sources().values().stream().anyMatch(ObservedSource::changing)) {
      return Optional.of(WHILE_CHANGING);
    }
    return observed.blocked().map(cause -> WHILE_BLOCKED);
  }
}
