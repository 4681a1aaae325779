package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.loop.Watcher;
import io.lakeswarm.reconciler.minio.LakeObjects;
import io.lakeswarm.reconciler.minio.MinioException;
import io.lakeswarm.reconciler.observed.ObservedCatalog;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.CatalogConditions;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares the catalog with the object store: after one of them lost its data the tables point at
 * nothing. It only reports; what to restore or to drop is a person's decision.
 */
@ApplicationScoped
public class CatalogController implements Watcher<ObservedCatalog> {
  private final NessieCatalog catalog;
  private final LakeObjects objects;
  private final NessieGate gate;

  /** Compares the configured servers. */
  @Inject
  public CatalogController(LakeswarmSettings settings, LakeObjects objects, Clock clock) {
    this(settings.nessie().url(), objects, clock);
  }

  CatalogController(URI nessie, LakeObjects objects, Clock clock) {
    this.catalog = new NessieCatalog(nessie);
    this.objects = objects;
    this.gate = new NessieGate(nessie.getAuthority(), clock);
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
    SortedMap<String, String> lost = new TreeMap<>();
    try {
      for (Map.Entry<String, String> entry : locations.entrySet()) {
        if (!objects.exists(reader(desired.minio()), entry.getValue())) {
          lost.put(entry.getKey(), entry.getValue());
        }
      }
    } catch (MinioException e) {
      throw new ReconcileException.Unobservable(e.getMessage(), e);
    }
    return new ObservedCatalog(locations.size(), lost);
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedCatalog observed, ApplyReport report, Instant now) {
    return List.of(CatalogConditions.of(observed, now));
  }

  @Override
  public boolean wakesOn(String eventType, String service) {
    return false;
  }

  @PreDestroy
  void close() {
    catalog.close();
  }

  /** The first user is the lake's own; its policy lets it list the warehouse. */
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
