package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Spark master's page for the workers of a {@link FakeSwarm}: unknown paths answer 200 with
 * HTML, a missing slash redirects, dead workers stay listed.
 */
public final class FakeSparkMaster implements AutoCloseable {
  /** What the secret spark_pages_token must hold for a decommission. */
  public static final String TOKEN = "some-pages-token";

  private final LoopbackServer server = new LoopbackServer(this::handle);
  private final FakeSwarm swarm;
  private volatile boolean up = true;
  private volatile boolean decommissionAllowed = true;
  private volatile int zombies;

  public FakeSparkMaster(FakeSwarm swarm) {
    this.swarm = swarm;
  }

  /** A folder with the secret that a decommission needs, and no other. */
  public static Path secrets() {
    try {
      Path dir = Files.createTempDirectory("lakeswarm-master");
      Files.writeString(dir.resolve("spark_pages_token"), TOKEN);
      return dir;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return server.uri();
  }

  public void up(boolean next) {
    up = next;
  }

  public void allowDecommission(boolean next) {
    decommissionAllowed = next;
  }

  public void zombies(int count) {
    zombies = count;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!up) {
        send(exchange, 200, "text/html", "<html>no json here</html>");
      } else if (path.equals("/json/")) {
        send(exchange, 200, "text/json;charset=utf-8", document().toString());
      } else if (path.equals("/workers/kill/")) {
        kill(exchange);
      } else if (path.equals("/json") || path.equals("/workers/kill")) {
        exchange.getResponseHeaders().add("Location", path + "/");
        send(exchange, 302, "text/html", "");
      } else {
        send(exchange, 200, "text/html", "<html>Spark Master</html>");
      }
    }
  }

  private void kill(HttpExchange exchange) throws IOException {
    if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      send(exchange, 403, "text/html", "");
      return;
    }
    if (!exchange.getRequestMethod().equals("POST") || !decommissionAllowed) {
      send(exchange, 405, "text/html", "");
      return;
    }
    String host = FakeAnswer.query(exchange.getRequestURI().getRawQuery()).get("host");
    boolean matched;
    synchronized (swarm) {
      matched = swarm.model.decommission(host);
    }
    send(exchange, matched ? 200 : 404, "text/html", "");
  }

  private ObjectNode document() {
    ObjectNode document = FakeSwarm.JSON.createObjectNode().put("status", "ALIVE");
    ArrayNode workers = document.putArray("workers");
    synchronized (swarm) {
      for (SwarmModel.Task task : swarm.model.tasks) {
        if (task.registered) {
          String state = !task.wanted ? "DEAD" : task.decommissioned ? "DECOMMISSIONED" : "ALIVE";
          worker(workers, task.id, task.address, state, task.coresUsed);
        }
      }
    }
    for (int i = 0; i < zombies; i++) {
      worker(workers, "zombie" + i, "10.9.9." + i, "ALIVE", 0);
    }
    worker(workers, "long-gone", "10.9.0.1", "DEAD", 1);
    return document;
  }

  private static void worker(ArrayNode list, String id, String host, String state, int coresUsed) {
    list.addObject()
        .put("id", "worker-" + id)
        .put("host", host)
        .put("state", state)
        .put("cores", 1)
        .put("coresused", coresUsed);
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.close();
  }
}
