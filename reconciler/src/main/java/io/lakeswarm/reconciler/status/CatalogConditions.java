package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.observed.ObservedCatalog;
import java.time.Instant;
import java.util.stream.Collectors;

/** What is told of catalog and object store taken together; pure. */
public final class CatalogConditions {
  private static final ConditionType TYPE = ConditionType.CATALOG_INCONSISTENT;
  private static final int LISTED = 20;

  private CatalogConditions() {}

  /** True when the catalog points at metadata that the object store has lost. */
  public static Condition of(ObservedCatalog observed, Instant now) {
    if (observed.lost().isEmpty()) {
      return Condition.isFalse(
          TYPE, "MetadataFound", "The metadata of every table and view is there.", now);
    }
    int lost = observed.lost().size();
    String names =
        observed.lost().keySet().stream().limit(LISTED).collect(Collectors.joining(", "));
    return Condition.isTrue(
        TYPE,
        "MetadataLost",
        lost
            + " of "
            + observed.entries()
            + " tables and views point at metadata that is gone from the object store: "
            + names
            + (lost > LISTED ? ", …" : "")
            + ". Restore the bucket from a backup, or drop them and run the pipeline again.",
        now);
  }
}
