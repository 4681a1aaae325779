package io.lakeswarm.jobs.silver;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run did.
 *
 * @param badCoordinates longitudes and latitudes that were not numbers and became NULL
 */
record SilverResult(
    String manifest,
    long rowsIn,
    long newVersions,
    long closedVersions,
    long currentRows,
    long badCoordinates,
    boolean changed) {
  /** The snapshot was applied before. */
  static SilverResult unchanged(Manifest manifest, AppliedSnapshot applied) {
    return new SilverResult(
        manifest.name(), manifest.rows(), 0, 0, applied.currentRows(), 0, false);
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("manifest", manifest);
    fields.put("rowsIn", rowsIn);
    fields.put("newVersions", newVersions);
    fields.put("closedVersions", closedVersions);
    fields.put("currentRows", currentRows);
    fields.put("badCoordinates", badCoordinates);
    fields.put("changed", changed);
    return fields;
  }
}
