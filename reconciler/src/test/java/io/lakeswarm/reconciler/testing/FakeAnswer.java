package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.databind.JsonNode;

/** An answer of the fake engine. */
record FakeAnswer(int status, JsonNode body) {
  static FakeAnswer ok(JsonNode body) {
    return new FakeAnswer(200, body);
  }

  static FakeAnswer error(int status, String message) {
    return new FakeAnswer(status, FakeSwarm.JSON.createObjectNode().put("message", message));
  }
}
