package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.observed.ObservedCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Computes whether catalog and object store are consistent; pure. */
public final class CatalogConditions {
  private static final ConditionType TYPE = ConditionType.CATALOG_INCONSISTENT;
  private static final int LISTED = 20;

  private CatalogConditions() {}

  /**
   * Returns the condition: True when the catalog points at files that the object store lost, or the
   * object store holds tables that the catalog lost.
   */
  public static Condition of(ObservedCatalog observed, Instant now) {
    List<String> reasons = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    if (!observed.lost().isEmpty()) {
      reasons.add("MetadataLost");
      texts.add(
          ("%d of %d tables and views point at metadata that is gone from the object store: %s."
                  + " Restore the bucket from a backup, or drop them and run the pipeline again.")
              .formatted(
                  observed.lost().size(),
                  observed.entries(),
                  listed(List.copyOf(observed.lost().keySet()))));
    }
    if (!observed.broken().isEmpty()) {
      reasons.add("SnapshotLost");
      texts.add(
          ("%d of %d tables have lost files that their newest snapshot needs: %s."
                  + " Restore these, or drop the tables and run the pipeline again.")
              .formatted(
                  observed.broken().size(), observed.entries(), listed(pairs(observed.broken()))));
    }
    if (!observed.unknown().isEmpty()) {
      reasons.add("CatalogLost");
      texts.add(
          ("Nessie lost its data and does not know %d tables whose files are in the warehouse: %s."
                  + " Restore its database, register the tables again, or make them anew by"
                  + " running the pipeline.")
              .formatted(observed.unknown().size(), listed(pairs(observed.unknown()))));
    }
    return reasons.isEmpty()
        ? Condition.isFalse(
            TYPE, "MetadataFound", "The metadata of every table and view is there.", now)
        : Condition.isTrue(TYPE, reasons.get(0), String.join(" ", texts), now);
  }

  private static List<String> pairs(Map<String, String> named) {
    return named.entrySet().stream().map(e -> e.getKey() + " (" + e.getValue() + ")").toList();
  }

  private static String listed(List<String> names) {
    return names.stream().limit(LISTED).collect(Collectors.joining(", "))
        + (names.size() > LISTED ? ", …" : "");
  }
}
