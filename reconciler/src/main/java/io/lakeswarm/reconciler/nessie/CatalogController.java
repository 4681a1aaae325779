package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.loop.ReadOnlyController;
import io.lakeswarm.reconciler.minio.LakeObjects;
import io.lakeswarm.reconciler.minio.MinioException;
import io.lakeswarm.reconciler.observed.ObservedCatalog;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.probe.ServerGate;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.CatalogConditions;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.ResetConditions;
import io.lakeswarm.reconciler.store.ResetFacts;
import io.lakeswarm.reconciler.swarm.SwarmEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares the catalog with the object store: after one of them lost its data the tables point at
 * nothing. It only reports; a person decides what to restore or to drop.
 */
@ApplicationScoped
public class CatalogController implements ReadOnlyController<ObservedCatalog> {
  private final NessieCatalog catalog;
  private final LakeObjects objects;
  private final ServerGate<SortedMap<String, String>> gate;
  private final SnapshotCheck snapshots;
  private final UnknownTables unknown;
  private final ResetFacts facts;
  private final Duration resetShown;
  private final Clock clock;

  /** Compares the configured servers. */
  @Inject
  public CatalogController(
      LakeswarmSettings settings, LakeObjects objects, ResetFacts facts, Clock clock) {
    this(settings.nessie().url(), objects, facts, settings.resetShown(), clock);
  }

  CatalogController(
      URI nessie, LakeObjects objects, ResetFacts facts, Duration resetShown, Clock clock) {
    this.catalog = new NessieCatalog(nessie);
    this.objects = objects;
    this.gate = NessieFailures.gate(nessie.getAuthority(), clock);
    this.snapshots = new SnapshotCheck(objects, clock);
    this.unknown = new UnknownTables(objects, clock);
    this.facts = facts;
    this.resetShown = resetShown;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "catalog";
  }

  @Override
  public ConditionType condition() {
    return ConditionType.CATALOG_INCONSISTENT;
  }

  @Override
  public ObservedCatalog observe(DesiredState desired) {
    SortedMap<String, String> locations = gate.pass(catalog::metadataLocations);
    try {
      return compared(desired.minio(), locations);
    } catch (MinioException e) {
      throw new ReconcileException.Unobservable(e.getMessage(), e);
    }
  }

  private ObservedCatalog compared(MinioSpec desired, SortedMap<String, String> locations) {
    MinioSpec.User reader = reader(desired);
    SortedMap<String, String> lost = new TreeMap<>();
    SortedMap<String, String> kept = new TreeMap<>();
    locations.forEach(
        (name, location) -> (objects.exists(reader, location) ? kept : lost).put(name, location));
    return new ObservedCatalog(
        locations.size(),
        lost,
        snapshots.broken(reader, kept),
        catalogLostAt()
            .filter(lostAt -> hasWarehouse(desired))
            .map(lostAt -> unknown.beside(reader, locations, lostAt))
            .orElseGet(TreeMap::new));
  }

  private static boolean hasWarehouse(MinioSpec desired) {
    return desired.buckets().stream().anyMatch(it -> it.name().equals(UnknownTables.WAREHOUSE));
  }

  private Optional<Instant> catalogLostAt() {
    return facts
        .lastReset("nessie")
        .filter(reset -> ResetConditions.isShown(reset, resetShown, clock.instant()))
        .map(Reset::detectedAt);
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedCatalog observed, Plan plan, ApplyReport report, Instant now) {
    return List.of(CatalogConditions.of(observed, now));
  }

  /** Wakes on the status config, in which a loss is stored. */
  @Override
  public boolean wakesOn(String eventType, String service) {
    return SwarmEvent.STATUS.equals(eventType);
  }

  @PreDestroy
  void close() {
    catalog.close();
  }

  /** Returns the first user, which is the lake's own; its policy lets it list the warehouse. */
  private static MinioSpec.User reader(MinioSpec desired) {
    return desired.users().stream()
        .findFirst()
        .orElseThrow(
            () ->
                new ReconcileException.Stalled(
                    "Cannot look for table metadata: the desired state names no MinIO user. Add"
                        + " one."));
  }
}
