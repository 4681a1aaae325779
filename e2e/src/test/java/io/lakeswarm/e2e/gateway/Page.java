package io.lakeswarm.e2e.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What stands behind every port: it answers with the addresses that the gateway named, and refuses
 * a wrong login as the pages of the kit do.
 */
final class Page implements AutoCloseable {
  static final String RIGHT = "right";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  Page() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    String query = exchange.getRequestURI().getQuery();
    boolean login = exchange.getRequestMethod().equals("POST");
    boolean wrong =
        login && !sent.equals(RIGHT)
            || token != null && token.matches("(Bearer|token) .*") && !token.endsWith(" " + RIGHT)
            || query != null && query.startsWith("token=") && !query.equals("token=" + RIGHT);
    List<String> sources = exchange.getRequestHeaders().getOrDefault("X-Forwarded-For", List.of());
    byte[] body = String.join("|", sources).getBytes(StandardCharsets.UTF_8);
    int status = wrong ? refusal(exchange.getRequestURI().getPath()) : 200;
    if (status == 302) {
      exchange.getResponseHeaders().set("Location", "http://page/auth/login/?next=");
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Airflow sends a person back to the form; JupyterLab and MinIO's console forbid some. */
  private static int refusal(String path) {
    return switch (path) {
      case "/auth/login/" -> 302;
      case "/api/contents", "/api/v1/login" -> 403;
      default -> 401;
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
