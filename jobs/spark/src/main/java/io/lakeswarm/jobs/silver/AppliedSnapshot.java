package io.lakeswarm.jobs.silver;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The last snapshot merged into the table, as stored in the table's properties.
 *
 * @param manifest the manifest's file name
 * @param currentRows breweries that were current after it
 */
record AppliedSnapshot(String manifest, Instant takenAt, long currentRows) {
  private static final String MANIFEST = "lakeswarm.silver.manifest";
  private static final String TAKEN_AT = "lakeswarm.silver.taken-at";
  private static final String CURRENT_ROWS = "lakeswarm.silver.current-rows";

  static Optional<AppliedSnapshot> from(Map<String, String> tableProperties) {
    return Optional.ofNullable(tableProperties.get(MANIFEST))
        .map(
            manifest ->
                new AppliedSnapshot(
                    manifest,
                    Instant.parse(tableProperties.get(TAKEN_AT)),
                    Long.parseLong(tableProperties.get(CURRENT_ROWS))));
  }

  Map<String, String> asProperties() {
    return Map.of(
        MANIFEST, manifest, TAKEN_AT, takenAt.toString(), CURRENT_ROWS, Long.toString(currentRows));
  }
}
