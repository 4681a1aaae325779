package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lakeswarm.reconciler.probe.ServerFailure;
import io.lakeswarm.reconciler.probe.ServerFailure.Kind;

/**
 * An answer of the server. A wrong address gives a page with status 200. An error may come as JSON,
 * as plain text or with nothing at all. So the body counts only once it was parsed.
 */
record DremioAnswer(int status, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOLD = 300;

  /** Returns the body, missing when it is no JSON. */
  JsonNode json() {
    try {
      JsonNode parsed = JSON.readTree(body);
      return parsed == null ? MissingNode.getInstance() : parsed;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** Returns true for a 200 with a JSON object in it. */
  boolean isObject() {
    return status == 200 && json().isObject();
  }

  /** Returns true for an error with this status whose text contains {@code part}. */
  boolean says(int code, String part) {
    return status == code && message().contains(part);
  }

  /** Returns the server's own words on one line, or else the status. */
  String message() {
    String told = json().path("errorMessage").asText("");
    String text =
        shortened(told.isEmpty() ? json().path("validationErrorMessages").toString() : told);
    return text.isEmpty() ? "HTTP " + status : text;
  }

  /** Returns the text on one line, and not longer than a condition should be. */
  static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ").strip().replaceFirst("[.]$", "");
    return line.length() > TOLD ? line.substring(0, TOLD) + "…" : line;
  }

  /** Returns the failure for an answer outside the contract. */
  ServerFailure unexpected(String what) {
    return new ServerFailure(
        Kind.UNEXPECTED,
        "Cannot "
            + what
            + ": Dremio answered "
            + status
            + " ("
            + message()
            + "). Look at the log of the service dremio.");
  }
}
