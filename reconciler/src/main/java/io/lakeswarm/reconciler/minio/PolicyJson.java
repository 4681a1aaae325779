package io.lakeswarm.reconciler.minio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.observed.PolicyDocument;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Parses policy JSON as people and as the server write it: one string or a list, in any order. */
final class PolicyJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private PolicyJson() {}

  /**
   * Returns the meaning; throws {@link IllegalArgumentException} with the position of the mistake.
   */
  static PolicyDocument parse(String text) {
    JsonNode statements = read(text).path("Statement");
    if (statements.isMissingNode() || statements.isEmpty()) {
      throw new IllegalArgumentException("it has no Statement");
    }
    Set<PolicyDocument.Statement> parsed = new HashSet<>();
    for (JsonNode statement :
        statements.isArray() ? statements : JSON.createArrayNode().add(statements)) {
      parsed.add(statement(statement));
    }
    return new PolicyDocument(parsed);
  }

  private static PolicyDocument.Statement statement(JsonNode node) {
    String effect = node.path("Effect").asText();
    if (!"Allow".equals(effect) && !"Deny".equals(effect)) {
      throw new IllegalArgumentException("a Statement's Effect is neither Allow nor Deny");
    }
    Map<String, Object> others = new HashMap<>();
    node.fields()
        .forEachRemaining(
            field -> {
              boolean known = Set.of("Effect", "Action", "Resource").contains(field.getKey());
              if (!known && !isBlank(field.getValue())) {
                others.put(field.getKey(), value(field.getValue()));
              }
            });
    return new PolicyDocument.Statement(
        "Allow".equals(effect), texts(node.path("Action")), texts(node.path("Resource")), others);
  }

  private static Set<String> texts(JsonNode node) {
    Set<String> texts = new HashSet<>();
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  /** Returns objects as maps, everything else as a set of texts. */
  private static Object value(JsonNode node) {
    if (!node.isObject()) {
      return node.isArray() ? texts(node) : Set.of(node.asText());
    }
    Map<String, Object> map = new HashMap<>();
    node.fields().forEachRemaining(field -> map.put(field.getKey(), value(field.getValue())));
    return Map.copyOf(map);
  }

  private static boolean isBlank(JsonNode node) {
    return node.isContainerNode() ? node.isEmpty() : node.asText("").isEmpty();
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      String at =
          e.getLocation() == null
              ? ""
              : " (line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ")";
      throw new IllegalArgumentException("it is not JSON" + at, e);
    }
  }
}
