package io.lakeswarm.reconciler.airflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.lakeswarm.reconciler.testing.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The wire format of Airflow 3.3 as far as the reconciler uses it. As the real server it refuses a
 * login without JSON, an unknown password, a call without a token it gave, and every other path.
 */
final class FakeAirflow implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final List<String> calls = new CopyOnWriteArrayList<>();
  final Map<String, String> health =
      new ConcurrentSkipListMap<>(
          Map.of("metadatabase", "healthy", "scheduler", "healthy", "dag_processor", "healthy"));
  final Map<String, String> broken = new ConcurrentSkipListMap<>();
  volatile String password = "right";
  volatile boolean failing;
  private volatile int generation;
  private boolean closed;

  private final LoopbackServer http = new LoopbackServer(this::serve);

  URI uri() {
    return http.uri();
  }

  /** The key that tokens are signed with is another one. */
  void forgetTokens() {
    generation++;
  }

  private void serve(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    calls.add(call);
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (failing) {
      answer(exchange, 500, "Internal Server Error");
      return;
    }
    switch (call) {
      case "GET /api/v2/monitor/health" -> answer(exchange, 200, health().toString());
      case "POST /auth/token" -> login(exchange, body);
      case "GET /api/v2/importErrors" -> importErrors(exchange);
      default -> answer(exchange, 404, "{\"detail\":\"Not Found\"}");
    }
  }

  private ObjectNode health() {
    ObjectNode all = JSON.createObjectNode();
    new TreeMap<>(health).forEach((part, status) -> all.putObject(part).put("status", status));
    // No triggerer runs here.
    all.putObject("triggerer").putNull("status").putNull("latest_triggerer_heartbeat");
    return all;
  }

  private void login(HttpExchange exchange, byte[] body) throws IOException {
    if (!"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      answer(exchange, 422, "{\"detail\":\"no JSON\"}");
      return;
    }
    JsonNode given = JSON.readTree(body);
    if (!given.path("username").asText().equals("admin")
        || !given.path("password").asText().equals(password)) {
      answer(exchange, 401, "{\"detail\":\"Invalid credentials\"}");
      return;
    }
    answer(exchange, 201, "{\"access_token\":\"" + token() + "\"}");
  }

  private void importErrors(HttpExchange exchange) throws IOException {
    if (!("Bearer " + token()).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, "{\"detail\":\"Not authenticated\"}");
      return;
    }
    ObjectNode all = JSON.createObjectNode().put("total_entries", broken.size());
    ArrayNode errors = all.putArray("import_errors");
    broken.forEach(
        (file, trace) ->
            errors
                .addObject()
                .put("import_error_id", 1)
                .put("filename", file)
                .put("bundle_name", "dags-folder")
                .put("stack_trace", trace));
    answer(exchange, 200, all.toString());
  }

  private String token() {
    return "token-" + generation;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** A test may end it before its end. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      http.close();
    }
  }
}
