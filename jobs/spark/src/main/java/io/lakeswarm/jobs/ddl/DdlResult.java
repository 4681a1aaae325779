package io.lakeswarm.jobs.ddl;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run did.
 *
 * @param tableMade the table was missing
 * @param viewMade the view was missing, or had another definition
 */
record DdlResult(boolean tableMade, boolean viewMade) {
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tableMade", tableMade);
    fields.put("viewMade", viewMade);
    fields.put("changed", tableMade || viewMade);
    return fields;
  }
}
