package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.status.PassRecord;
import io.lakeswarm.reconciler.status.PassRecord.ConditionRecord;
import io.lakeswarm.reconciler.status.PassRecord.StepRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Passes as JSON, in the store and in the API alike. */
@ApplicationScoped
public class HistoryJson {
  private final ObjectMapper json;

  /** Writes with {@code json}. */
  public HistoryJson(ObjectMapper json) {
    this.json = json;
  }

  /** A pass with its steps and conditions. */
  public ObjectNode write(PassRecord pass) {
    ObjectNode node = json.createObjectNode().put("sequence", pass.sequence());
    node.put("controller", pass.controller()).put("trigger", pass.trigger());
    node.put("start", pass.start().toString()).put("durationMillis", pass.duration().toMillis());
    node.put("outcome", pass.outcome());
    ArrayNode steps = node.putArray("steps");
    pass.steps().forEach(step -> steps.add(write(step)));
    ArrayNode conditions = node.putArray("conditions");
    pass.conditions().forEach(condition -> conditions.add(write(condition)));
    return node;
  }

  /** A step; {@code observedRestarts} is absent while nobody has looked. */
  public ObjectNode write(StepRecord step) {
    ObjectNode node = json.createObjectNode().put("action", step.action());
    node.put("target", step.target()).put("detail", step.detail()).put("cause", step.cause());
    node.put("version", step.version()).put("outcome", step.outcome());
    node.put("message", step.message());
    step.predictedRestarts().forEach(node.putArray("predictedRestarts")::add);
    step.observedRestarts()
        .ifPresent(tasks -> tasks.forEach(node.putArray("observedRestarts")::add));
    return node;
  }

  /** A change of status. */
  public ObjectNode write(ConditionRecord condition) {
    ObjectNode node = json.createObjectNode().put("type", condition.type());
    node.put("from", condition.from()).put("to", condition.to());
    return node.put("reason", condition.reason()).put("message", condition.message());
  }

  List<PassRecord> read(JsonNode list) {
    List<PassRecord> passes = new ArrayList<>();
    for (JsonNode node : list) {
      List<StepRecord> steps = new ArrayList<>();
      node.path("steps").forEach(step -> steps.add(step(step)));
      List<ConditionRecord> conditions = new ArrayList<>();
      node.path("conditions").forEach(condition -> conditions.add(condition(condition)));
      passes.add(
          new PassRecord(
              node.path("sequence").asLong(),
              node.path("controller").asText(),
              node.path("trigger").asText(),
              Instant.parse(node.path("start").asText()),
              Duration.ofMillis(node.path("durationMillis").asLong()),
              node.path("outcome").asText(),
              steps,
              conditions));
    }
    return passes;
  }

  private static StepRecord step(JsonNode node) {
    JsonNode observed = node.path("observedRestarts");
    return new StepRecord(
        node.path("action").asText(),
        node.path("target").asText(),
        node.path("detail").asText(),
        node.path("cause").asText(),
        node.path("version").asText(),
        node.path("outcome").asText(),
        node.path("message").asText(),
        texts(node.path("predictedRestarts")),
        observed.isArray() ? Optional.of(texts(observed)) : Optional.empty());
  }

  private static ConditionRecord condition(JsonNode node) {
    return new ConditionRecord(
        node.path("type").asText(),
        node.path("from").asText(),
        node.path("to").asText(),
        node.path("reason").asText(),
        node.path("message").asText());
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
