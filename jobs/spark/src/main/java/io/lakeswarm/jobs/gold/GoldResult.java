package io.lakeswarm.jobs.gold;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run did.
 *
 * @param groups rows of the view
 * @param breweries the sum of its counts
 * @param changed the view was made or replaced
 */
record GoldResult(long groups, long breweries, boolean changed) {
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("groups", groups);
    fields.put("sum", breweries);
    fields.put("changed", changed);
    return fields;
  }
}
