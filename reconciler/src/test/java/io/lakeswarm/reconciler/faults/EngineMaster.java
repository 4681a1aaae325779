package io.lakeswarm.reconciler.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.lakeswarm.reconciler.testing.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A Spark master for the stand-ins on an {@link Engine}: who runs is registered. */
final class EngineMaster implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LoopbackServer server = new LoopbackServer(this::handle);
  private final Engine engine;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  EngineMaster(Engine engine) {
    this.engine = engine;
  }

  URI url() {
    return server.uri();
  }

  /** The tasks that were told to end. */
  Set<String> told() {
    return told;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().equals("/json/")) {
        byte[] body = JSON.writeValueAsBytes(document());
        exchange.getResponseHeaders().add("Content-Type", "text/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } else {
        String host = exchange.getRequestURI().getQuery().replaceFirst("host=", "");
        exchange.sendResponseHeaders(decommission(host) ? 200 : 404, -1);
      }
    }
  }

  private boolean decommission(String host) {
    for (JsonNode task : engine.running()) {
      if (Engine.address(task).equals(host)) {
        if (told.add(task.path("ID").asText())) {
          engine.end(task);
        }
        return true;
      }
    }
    return false;
  }

  private ObjectNode document() {
    ObjectNode document = JSON.createObjectNode().put("status", "ALIVE");
    var workers = document.putArray("workers");
    for (JsonNode task : engine.running()) {
      String id = task.path("ID").asText();
      workers
          .addObject()
          .put("id", "worker-" + id)
          .put("host", Engine.address(task))
          .put("state", told.contains(id) ? "DECOMMISSIONED" : "ALIVE")
          .put("cores", 1)
          .put("coresused", 0);
    }
    return document;
  }

  @Override
  public void close() {
    server.close();
  }
}
