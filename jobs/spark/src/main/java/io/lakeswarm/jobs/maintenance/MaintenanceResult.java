package io.lakeswarm.jobs.maintenance;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run did.
 *
 * @param files data files that were joined
 * @param manifests manifests that were joined
 */
record MaintenanceResult(long files, long manifests) {
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("files", files);
    fields.put("manifests", manifests);
    fields.put("changed", files > 0 || manifests > 0);
    return fields;
  }
}
