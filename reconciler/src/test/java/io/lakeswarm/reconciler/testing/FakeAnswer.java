package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An answer of the fake engine, in pieces that are sent one after the other. */
record FakeAnswer(int status, List<byte[]> pieces) {
  private static final byte[] OPEN = {'['};
  private static final byte[] COMMA = {','};
  private static final byte[] CLOSE = {']', '\n'};

  FakeAnswer(int status, JsonNode body) {
    this(status, List.of(bytes(body)));
  }

  static FakeAnswer ok(JsonNode body) {
    return new FakeAnswer(200, body);
  }

  static FakeAnswer error(int status, String message) {
    return new FakeAnswer(status, FakeSwarm.JSON.createObjectNode().put("message", message));
  }

  /** A list of prepared elements. */
  static FakeAnswer list(List<byte[]> elements) {
    List<byte[]> pieces = new ArrayList<>();
    pieces.add(OPEN);
    for (byte[] element : elements) {
      if (pieces.size() > 1) {
        pieces.add(COMMA);
      }
      pieces.add(element);
    }
    pieces.add(CLOSE);
    return new FakeAnswer(200, pieces);
  }

  /** Sends in chunks, as the engine does; the number of bytes. */
  long send(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, 0);
    long sent = 0;
    for (byte[] piece : pieces) {
      exchange.getResponseBody().write(piece);
      sent += piece.length;
    }
    exchange.getResponseBody().close();
    return sent;
  }

  static byte[] bytes(JsonNode tree) {
    try {
      return FakeSwarm.JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree is always JSON", e);
    }
  }

  /** The parameters of a query, decoded. */
  static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(
          parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
    }
    return query;
  }
}
