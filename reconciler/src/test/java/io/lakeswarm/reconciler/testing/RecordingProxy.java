package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands before an engine and keeps each write that it accepts, with what the object was before.
 */
public final class RecordingProxy implements AutoCloseable {
  /**
   * One accepted write.
   *
   * @param path without the query
   * @param body missing when there was none
   * @param live the specification before it; missing for what is made
   */
  public record Write(String method, String path, JsonNode body, JsonNode live) {}

  private final String engine;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Write> writes = new ArrayList<>();

  /** Starts on a free port of the loopback. */
  public RecordingProxy(URI engine) {
    this.engine = "http://" + engine.getAuthority();
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where to send what the engine shall get, as DOCKER_HOST has it. */
  public URI url() {
    return URI.create("tcp://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The accepted writes so far, in their order. */
  public synchronized List<Write> writes() {
    return List.copyOf(writes);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      URI asked = exchange.getRequestURI();
      byte[] body = exchange.getRequestBody().readAllBytes();
      JsonNode live = MissingNode.getInstance();
      if (!method.equals("GET") && !asked.getPath().endsWith("/create")) {
        String object = asked.getPath().replaceFirst("/update$", "");
        live = tree(send("GET", object, new byte[0]).body()).path("Spec");
      }
      HttpResponse<byte[]> answer = send(method, asked.toString(), body);
      if (!method.equals("GET") && answer.statusCode() < 300) {
        writes.add(new Write(method, asked.getPath(), tree(body), live));
      }
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private HttpResponse<byte[]> send(String method, String path, byte[] body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(engine + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static JsonNode tree(byte[] body) throws IOException {
    return body.length == 0 ? MissingNode.getInstance() : FakeSwarm.JSON.readTree(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
