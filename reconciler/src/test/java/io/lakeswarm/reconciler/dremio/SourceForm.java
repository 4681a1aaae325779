package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** A source as a request brings it, read as strictly as the server reads it. */
record SourceForm(JsonNode body, String type, ObjectNode config, JsonNode policy) {
  private static final Map<String, Long> PERIODS =
      Map.of(
          "authTTLMs", 86_400_000L,
          "namesRefreshMs", 3_600_000L,
          "datasetRefreshAfterMs", 3_600_000L,
          "datasetExpireAfterMs", 10_800_000L);
  private static final Set<String> FLAGS =
      Set.of("deleteUnavailableDatasets", "autoPromoteDatasets");
  private static final long SHORTEST = 60_000;

  static SourceForm read(JsonNode body) {
    String entity = body.path("entityType").asText("");
    if (entity.isEmpty()) {
      throw Reply.generic(400, "Invalid value.");
    }
    if (!entity.equals("source")) {
      throw Reply.generic(400, "An invalid value was found: " + entity);
    }
    if (!body.hasNonNull("config") || !body.hasNonNull("type")) {
      throw ConfigRules.wrong("config");
    }
    String type = body.path("type").asText();
    if (!ConfigRules.knows(type)) {
      throw Reply.generic(400, "An invalid value was found: " + type);
    }
    return new SourceForm(body, type, ConfigRules.read(type, body.path("config")), policy(body));
  }

  String text(String field) {
    return body.path(field).asText("");
  }

  private static JsonNode policy(JsonNode body) {
    JsonNode given = body.path("metadataPolicy");
    ObjectNode policy = JsonNodeFactory.instance.objectNode();
    given
        .fieldNames()
        .forEachRemaining(
            name -> {
              boolean known =
                  PERIODS.containsKey(name)
                      || FLAGS.contains(name)
                      || name.equals("datasetUpdateMode");
              if (!known || given.path(name).isNull()) {
                throw ConfigRules.wrong("metadataPolicy." + name);
              }
            });
    if (given.isObject() && !given.has("datasetUpdateMode")) {
      throw Reply.generic(500, "Something went wrong.");
    }
    PERIODS.forEach(
        (name, fallback) -> {
          long value = given.path(name).asLong(0);
          policy.put(name, value == 0 ? fallback : value);
        });
    policy.put("datasetUpdateMode", given.path("datasetUpdateMode").asText("PREFETCH_QUERIED"));
    policy.put(
        "deleteUnavailableDatasets",
        given.path("deleteUnavailableDatasets").asBoolean(!given.isObject()));
    return policy.put("autoPromoteDatasets", given.path("autoPromoteDatasets").asBoolean(false));
  }

  /** An argument that is wrong: 400 when a source is made, 404 when it is changed. */
  void requireArguments(int status) {
    for (String name : PERIODS.keySet()) {
      if (policy.path(name).asLong() < SHORTEST) {
        throw Reply.generic(status, "Metadata policy: " + name + " is below its minimum.");
      }
    }
  }
}
