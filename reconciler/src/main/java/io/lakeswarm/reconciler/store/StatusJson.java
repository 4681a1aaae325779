package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.status.ConditionType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Conditions and facts as JSON, in the store and in the API alike. */
@ApplicationScoped
public class StatusJson {
  private final ObjectMapper json;

  /** Writes with {@code json}. */
  public StatusJson(ObjectMapper json) {
    this.json = json;
  }

  ObjectNode write(
      Map<ConditionType, Condition> conditions, Map<String, String> facts, History history) {
    ObjectNode root = json.createObjectNode();
    root.set("conditions", write(conditions));
    facts.forEach(root.putObject("facts")::put);
    root.set("history", history.stored());
    return root;
  }

  /** The conditions in the order of their types. */
  public ArrayNode write(Map<ConditionType, Condition> conditions) {
    ArrayNode all = json.createArrayNode();
    new TreeMap<>(conditions)
        .values()
        .forEach(
            condition ->
                all.addObject()
                    .put("type", condition.type().text())
                    .put("status", condition.status().text())
                    .put("reason", condition.reason())
                    .put("message", condition.message())
                    .put("lastTransitionTime", condition.lastTransitionTime().toString())
                    .put("observedRevision", condition.observedRevision()));
    return all;
  }

  Map<ConditionType, Condition> conditions(JsonNode root) {
    Map<ConditionType, Condition> read = new EnumMap<>(ConditionType.class);
    for (JsonNode node : root.path("conditions")) {
      ConditionType type = ConditionType.of(node.path("type").asText());
      read.put(
          type,
          new Condition(
              type,
              ConditionStatus.of(node.path("status").asText()),
              node.path("reason").asText(),
              node.path("message").asText(),
              Instant.parse(node.path("lastTransitionTime").asText()),
              node.path("observedRevision").asInt()));
    }
    return read;
  }

  Map<String, String> facts(JsonNode root) {
    Map<String, String> read = new TreeMap<>();
    root.path("facts").fields().forEachRemaining(e -> read.put(e.getKey(), e.getValue().asText()));
    return read;
  }

  /** True when a status or a reason differs: a message alone is not worth a write to the swarm. */
  static boolean differs(Map<ConditionType, Condition> a, Map<ConditionType, Condition> b) {
    return !a.keySet().equals(b.keySet())
        || a.values().stream()
            .anyMatch(
                condition ->
                    condition.status() != b.get(condition.type()).status()
                        || !condition.reason().equals(b.get(condition.type()).reason()));
  }

  /** {@code seen}, with the older transition time when it only repeats what was stored. */
  static Condition continued(Condition stored, Condition seen) {
    return stored.status() != seen.status()
        ? seen
        : new Condition(
            seen.type(),
            seen.status(),
            seen.reason(),
            seen.message(),
            stored.lastTransitionTime(),
            seen.observedRevision());
  }
}
