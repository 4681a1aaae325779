package io.lakeswarm.reconciler.monitoring;

import com.sun.net.httpserver.HttpExchange;
import io.lakeswarm.reconciler.testing.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Answers the two queries that a look makes, and no other. */
final class FakePrometheus implements AutoCloseable {
  final List<String> down = new CopyOnWriteArrayList<>();
  volatile int targets = 7;
  volatile int status = 200;
  volatile int calls;

  private final LoopbackServer server = new LoopbackServer(this::answer);

  URI uri() {
    return server.uri();
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls++;
    String query =
        URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
    if (status != 200 || !exchange.getRequestURI().getPath().equals("/api/v1/query")) {
      send(exchange, status == 200 ? 404 : status, "{\"status\":\"error\"}");
    } else if (query.equals("query=count(up)")) {
      String series = "{\"metric\":{},\"value\":[1,\"" + targets + "\"]}";
      send(exchange, 200, vector(targets == 0 ? "" : series));
    } else if (query.startsWith("query=max_over_time(up[3m]) == 0")) {
      send(
          exchange,
          200,
          vector(
              down.stream()
                  .map(
                      instance ->
                          "{\"metric\":{\"job\":\"node\",\"instance\":\"%s\"},\"value\":[1,\"0\"]}"
                              .formatted(instance))
                  .collect(Collectors.joining(","))));
    } else {
      send(exchange, 400, "{\"status\":\"error\",\"error\":\"unknown query\"}");
    }
  }

  private static String vector(String series) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
        + series
        + "]}}";
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.close();
  }
}
