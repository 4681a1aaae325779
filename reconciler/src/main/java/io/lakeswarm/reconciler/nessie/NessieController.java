package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.managed.ManagedServer;
import io.lakeswarm.reconciler.managed.StorageFacts;
import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import io.lakeswarm.reconciler.plan.Action;
import io.lakeswarm.reconciler.plan.NessieAction;
import io.lakeswarm.reconciler.plan.NessiePlanner;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.platform.PlatformController;
import io.lakeswarm.reconciler.probe.NodeOf;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Component;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.NessieConditions;
import io.lakeswarm.reconciler.store.ResetFacts;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.projectnessie.error.BaseNessieClientServerException;
import org.projectnessie.error.NessieReferenceConflictException;

/**
 * Reconciles the catalog's branches and namespaces; it adds what is missing and removes nothing.
 */
@Singleton
public class NessieController extends ManagedServer<ObservedNessie> {
  private final NessieCatalog catalog;
  private final NessieObserver observer;
  private final HeadCache heads;

  /** Connects to the configured server. */
  @Inject
  public NessieController(
      LakeswarmSettings settings, ResetFacts facts, PlatformController platform, Clock clock) {
    this(settings.nessie().url(), facts, platform, clock);
  }

  NessieController(URI server, ResetFacts facts, NodeOf nodes, Clock clock) {
    this(server, new StorageFacts(Component.NESSIE, facts, nodes, clock), clock);
  }

  private NessieController(URI server, StorageFacts storage, Clock clock) {
    super(storage, NessieFailures.gate(server.getAuthority(), clock));
    this.catalog = new NessieCatalog(server);
    this.heads = new HeadCache(clock);
    this.observer = new NessieObserver(catalog, storage, heads);
  }

  @Override
  protected ObservedNessie look(DesiredState desired) throws BaseNessieClientServerException {
    return observer.observe(desired.nessie());
  }

  @Override
  public Plan plan(DesiredState desired, ObservedNessie observed) {
    return NessiePlanner.plan(desired.nessie(), observed);
  }

  @Override
  protected void write(Action action) throws BaseNessieClientServerException {
    try {
      ((NessieAction) action).accept(new NessieWriter(catalog, heads));
    } catch (NessieReferenceConflictException e) {
      throw new ReconcileException.Conflict(e.getMessage());
    }
  }

  @Override
  protected void remembered(Identity identity) {
    heads.stored(identity);
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedNessie observed, Plan plan, ApplyReport report, Instant now) {
    return List.of(NessieConditions.bootstrap(plan, report, now));
  }

  @PreDestroy
  void close() {
    catalog.close();
  }
}
