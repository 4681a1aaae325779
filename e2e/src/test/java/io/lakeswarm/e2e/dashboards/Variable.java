package io.lakeswarm.e2e.dashboards;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A variable of a dashboard. {@code query} is PromQL's {@code label_values(...)} for type {@code
 * query}, else the value itself; {@code multi} stands for the choice "All".
 */
public record Variable(String name, String type, String query, boolean multi, String all) {

  /** Reads one entry of {@code templating.list}; queries are texts or objects, by schema. */
  static Variable of(JsonNode json) {
    JsonNode query = json.path("query");
    String text = query.isObject() ? query.path("query").asText() : query.asText();
    return new Variable(
        json.path("name").asText(),
        json.path("type").asText(),
        text,
        json.path("includeAll").asBoolean(),
        json.path("allValue").asText(""));
  }
}
