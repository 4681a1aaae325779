package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;

/** Reads a body as text or as a strict JSON tree: no repeated keys, nothing behind the end. */
final class RequestBody {
  private static final int LIMIT_BYTES = 64 * 1024;
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private RequestBody() {}

  static String text(byte[] body) {
    if (body == null || body.length == 0) {
      throw new ProblemException(400, "The request has no body.");
    }
    if (body.length > LIMIT_BYTES) {
      throw new ProblemException(413, "The body is larger than " + LIMIT_BYTES + " bytes.");
    }
    return new String(body, StandardCharsets.UTF_8);
  }

  static JsonNode json(byte[] body) {
    String text = text(body);
    try {
      JsonNode tree = STRICT.readTree(text);
      if (!tree.isObject()) {
        throw new ProblemException(400, "The body must be a JSON object.");
      }
      return tree;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new ProblemException(
          400, "The body is not valid JSON: line " + line + ": " + e.getOriginalMessage());
    }
  }
}
