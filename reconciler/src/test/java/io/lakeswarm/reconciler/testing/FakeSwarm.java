package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The part of the Docker API that the reconciler uses, over HTTP on the loopback, with the engine's
 * own refusals. Every public method is safe to call while the reconciler talks to it.
 */
public final class FakeSwarm implements AutoCloseable {
  /** How the engine behaves. */
  public enum Mode {
    WELL,
    NO_LEADER,
    NOT_A_MANAGER,
    FORBIDDEN,
    SILENT
  }

  static final ObjectMapper JSON = new ObjectMapper();

  public final SwarmModel model;

  /** Method and path of every accepted or refused write. */
  public final List<String> writes = new ArrayList<>();

  private final AtomicInteger refusedStreams = new AtomicInteger();
  private final HttpServer server;
  private final FakeEvents events = new FakeEvents();
  private final FakeConfigs configs;
  private final Map<String, ObjectNode> otherServices = new LinkedHashMap<>();
  private final Set<String> down = new HashSet<>();
  private volatile Mode mode = Mode.WELL;
  private boolean workerServiceExists = true;

  public FakeSwarm(int port) {
    this.model = new SwarmModel(List.of("n1", "n2", "n3"), new Random(1));
    this.configs = new FakeConfigs(events);
    for (String name : List.of("gateway", "minio", "nessie", "nessie-postgres", "spark-master")) {
      otherServices.put(
          name, FakeObjects.service("svc-" + name, "lakehouse_" + name, name, 1, model.version));
    }
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool(FakeSwarm::daemon));
    server.createContext("/", this::handle);
    server.start();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fake-swarm");
    thread.setDaemon(true);
    return thread;
  }

  public URI url() {
    return URI.create("tcp://127.0.0.1:" + server.getAddress().getPort());
  }

  public void behave(Mode next) {
    mode = next;
    if (next != Mode.WELL) {
      events.cut();
    }
  }

  public void cutEvents() {
    events.cut();
  }

  public int refusedStreams() {
    return refusedStreams.get();
  }

  /** What {@code docker service scale} does, by anybody but the reconciler. */
  public synchronized void scaleByHand(int replicas) {
    model.scale(model.version, replicas);
    events.send("service", "spark_spark-worker");
  }

  /** Time passes for tasks and workers. */
  public synchronized void advance() {
    model.advance();
  }

  /** A node is lost, or comes back; its tasks are left as they are. */
  public synchronized void node(String id, boolean ready) {
    if (ready ? down.remove(id) : down.add(id)) {
      events.send("node", id);
    }
  }

  public synchronized int replicas() {
    return model.replicas;
  }

  public synchronized void removeWorkerService() {
    workerServiceExists = false;
  }

  public synchronized void stopService(String shortName) {
    otherServices.remove(shortName);
    events.send("service", "lakehouse_" + shortName);
  }

  public synchronized List<String> configNames(String kind) {
    return configs.names(kind);
  }

  public synchronized void putConfig(String name, String kind, String data) {
    configs.put(name, kind, data);
  }

  public synchronized int writeCount() {
    return writes.size();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (mode != Mode.WELL && path.equals("/events")) {
        refusedStreams.incrementAndGet();
      }
      if (mode == Mode.SILENT) {
        events.awaitCut();
        return;
      }
      if (mode != Mode.WELL) {
        refuse(exchange);
        return;
      }
      if (path.equals("/events")) {
        events.stream(exchange);
        return;
      }
      FakeAnswer answer;
      synchronized (this) {
        answer = answer(exchange, path, body);
      }
      send(exchange, answer);
    }
  }

  private void refuse(HttpExchange exchange) throws IOException {
    send(
        exchange,
        switch (mode) {
          case NO_LEADER ->
              FakeAnswer.error(
                  500, "rpc error: code = Unknown desc = The swarm does not have a leader.");
          case NOT_A_MANAGER -> FakeAnswer.error(503, "This node is not a swarm manager.");
          default -> FakeAnswer.error(403, "Request forbidden by administrative rules.");
        });
  }

  private FakeAnswer answer(HttpExchange exchange, String path, byte[] body) throws IOException {
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String method = exchange.getRequestMethod();
    if (!method.equals("GET")) {
      writes.add(method + " " + path);
    }
    JsonNode filters = JSON.readTree(query.getOrDefault("filters", "{}"));
    JsonNode tree = body.length == 0 ? JSON.nullNode() : JSON.readTree(body);
    if (path.startsWith("/configs")) {
      return configs.answer(method, path, query, filters, tree);
    }
    if (path.startsWith("/services/") && path.endsWith("/update") && method.equals("POST")) {
      return update(path.split("/")[2], query.get("version"), tree);
    }
    if (!method.equals("GET")) {
      return FakeAnswer.error(404, "page not found");
    }
    if (path.startsWith("/services/")) {
      return path.endsWith("/svc1") && workerServiceExists
          ? FakeAnswer.ok(workerService())
          : FakeAnswer.error(404, "service " + path.substring(10) + " not found");
    }
    return switch (path) {
      case "/version" -> FakeAnswer.ok(JSON.createObjectNode().put("ApiVersion", "1.41"));
      case "/services" -> FakeAnswer.ok(services(filters));
      case "/tasks" -> FakeAnswer.ok(tasks(filters));
      case "/nodes" -> FakeAnswer.ok(FakeObjects.nodes(down));
      default -> FakeAnswer.error(404, "page not found");
    };
  }

  private FakeAnswer update(String id, String version, JsonNode spec) {
    if (version == null || version.isEmpty()) {
      return FakeAnswer.error(400, "invalid service version '': strconv.ParseUint: parsing \"\"");
    }
    if (!id.equals("svc1") || !workerServiceExists) {
      return FakeAnswer.error(404, "service " + id + " not found");
    }
    if (Long.parseLong(version) != model.version) {
      return FakeAnswer.error(500, "rpc error: code = Unknown desc = update out of sequence");
    }
    ObjectNode expected = ((ObjectNode) workerService().path("Spec")).deepCopy();
    ((ObjectNode) expected.at("/Mode/Replicated"))
        .set("Replicas", spec.at("/Mode/Replicated/Replicas"));
    if (!expected.equals(spec)) {
      return FakeAnswer.error(400, "the specification came back with other fields: " + spec);
    }
    model.scale(model.version, spec.at("/Mode/Replicated/Replicas").asInt());
    events.send("service", "spark_spark-worker");
    return FakeAnswer.ok(JSON.createObjectNode());
  }

  private ObjectNode workerService() {
    return FakeObjects.service(
        "svc1", "spark_spark-worker", "spark-worker", model.replicas, model.version);
  }

  private ArrayNode services(JsonNode filters) {
    ArrayNode all = JSON.createArrayNode();
    if (workerServiceExists) {
      all.add(workerService());
    }
    otherServices.values().forEach(all::add);
    ArrayNode found = JSON.createArrayNode();
    for (JsonNode service : all) {
      if (FakeConfigs.matches(service.at("/Spec/Labels"), filters.path("label"))) {
        found.add(service);
      }
    }
    return found;
  }

  private ArrayNode tasks(JsonNode filters) {
    ArrayNode list = JSON.createArrayNode();
    String only = filters.path("service").path(0).asText("");
    boolean wantedOnly = filters.has("desired-state");
    for (SwarmModel.Task task : model.tasks) {
      if ((only.isEmpty() || only.equals("svc1")) && (task.wanted || !wantedOnly)) {
        list.add(FakeObjects.json(task));
      }
    }
    if (only.isEmpty()) {
      otherServices.forEach((name, service) -> list.add(FakeObjects.running(name)));
    }
    return list;
  }

  static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(
          parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
    }
    return query;
  }

  static void send(HttpExchange exchange, FakeAnswer answer) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(answer.body());
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    events.cut();
    server.stop(0);
  }
}
