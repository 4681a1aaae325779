package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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

  /** What was asked, and how much was sent. */
  public final FakeTraffic traffic = new FakeTraffic();

  /** Every service but the Spark workers. */
  public final FakeServices services;

  /** Method and path of every accepted or refused write. */
  public final List<String> writes = new ArrayList<>();

  private final AtomicInteger refusedStreams = new AtomicInteger();
  private final HttpServer server;
  private final FakeEvents events = new FakeEvents();
  private final FakeConfigs configs;
  private final FakeLists lists;
  private final Set<String> down = new HashSet<>();
  private final Map<String, Set<String>> labels = new HashMap<>(Map.of("n1", FakeObjects.PINS));
  private volatile Mode mode = Mode.WELL;
  private boolean workerServiceExists = true;

  /** In a swarm that is shared with a few services of others. */
  public FakeSwarm(int port) {
    this(port, new FakeCrowd(0, 3, 20));
  }

  /** In a swarm that is shared with {@code crowd}. */
  public FakeSwarm(int port, FakeCrowd crowd) {
    this.lists = new FakeLists(crowd);
    this.model = new SwarmModel(List.of("n1", "n2", "n3"), new Random(1));
    this.configs = new FakeConfigs(events);
    this.services = new FakeServices(events);
    for (String name : List.of("gateway", "minio", "nessie")) {
      ObjectNode spec = KitSpecs.of(name);
      if (name.equals("gateway") && crowd.hasNodes()) {
        spec.putObject("Mode").putObject("Global");
      }
      services.add(spec);
    }
    for (String name : List.of("nessie-postgres", "spark-master")) {
      services.add(FakeObjects.spec("lakehouse_" + name, name, 1));
    }
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool(LoopbackServer::daemon));
    server.createContext("/", this::handle);
    server.start();
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

  public void event(String type, String name) {
    events.send(type, name);
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

  /** The container of a running worker ends by itself, and Swarm starts another in its place. */
  public synchronized void failOneWorker() {
    model.failOne();
    events.send("service", "spark_spark-worker");
  }

  /** A node is lost, or comes back; its tasks are left as they are. */
  public synchronized void node(String id, boolean ready) {
    if (ready ? down.remove(id) : down.add(id)) {
      events.send("node", id);
    }
  }

  /** Somebody changes something that is not the kit's. */
  public void somebodyElseChanges(String type, String name) {
    events.send(type, name);
  }

  /** Gives a node these labels and no others. */
  public synchronized void label(String node, Set<String> pins) {
    labels.put(node, pins);
    events.send("node", node);
  }

  public synchronized int replicas() {
    return model.replicas;
  }

  public synchronized void removeWorkerService() {
    workerServiceExists = false;
  }

  public synchronized List<String> configNames(String kind) {
    return configs.names(kind);
  }

  public synchronized List<ObjectNode> configSpecs(String kind) {
    return configs.specs(kind);
  }

  public synchronized void putConfig(String name, String kind, String data) {
    configs.put(name, kind, data);
  }

  public synchronized void removeConfigs(String kind) {
    configs.remove(kind);
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
        refusal().send(exchange);
        return;
      }
      if (path.equals("/events")) {
        traffic.asked("GET", path, JSON.nullNode());
        Map<String, String> query = FakeAnswer.query(exchange.getRequestURI().getRawQuery());
        events.stream(exchange, Long.parseLong(query.get("until")));
        return;
      }
      FakeAnswer answer;
      synchronized (this) {
        answer = answer(exchange, path, body);
      }
      traffic.sent(answer.send(exchange));
    }
  }

  private FakeAnswer refusal() {
    return switch (mode) {
      case NO_LEADER ->
          FakeAnswer.error(
              500, "rpc error: code = Unknown desc = The swarm does not have a leader.");
      case NOT_A_MANAGER -> FakeAnswer.error(503, "This node is not a swarm manager.");
      default -> FakeAnswer.error(403, "Request forbidden by administrative rules.");
    };
  }

  private FakeAnswer answer(HttpExchange exchange, String path, byte[] body) throws IOException {
    Map<String, String> query = FakeAnswer.query(exchange.getRequestURI().getRawQuery());
    String method = exchange.getRequestMethod();
    if (!method.equals("GET")) {
      writes.add(method + " " + path);
    }
    JsonNode filters = JSON.readTree(query.getOrDefault("filters", "{}"));
    traffic.asked(method, path, filters);
    JsonNode tree = body.length == 0 ? JSON.nullNode() : JSON.readTree(body);
    if (path.startsWith("/configs")) {
      return configs.answer(method, path, query, filters, tree);
    }
    if (path.startsWith("/services/") && path.endsWith("/update") && method.equals("POST")) {
      return update(path.split("/")[2], query.get("version"), tree);
    }
    if (method.equals("DELETE") && path.startsWith("/services/")) {
      return services.delete(path.substring(10));
    }
    if (!method.equals("GET")) {
      return FakeAnswer.error(404, "page not found");
    }
    if (path.startsWith("/services/")) {
      String name = path.substring(10);
      boolean worker = name.equals("svc1") || name.equals("spark_spark-worker");
      return (worker && workerServiceExists ? Optional.of(workerService()) : services.find(name))
          .map(FakeAnswer::ok)
          .orElseGet(() -> FakeAnswer.error(404, "service " + name + " not found"));
    }
    return switch (path) {
      case "/version" -> FakeAnswer.ok(JSON.createObjectNode().put("ApiVersion", "1.41"));
      case "/services" -> lists.services(services(), filters);
      case "/tasks" -> lists.tasks(tasks(), services(), filters);
      case "/networks" -> FakeAnswer.ok(FakeServices.networks());
      case "/nodes" -> lists.nodes(down, labels, filters);
      default -> FakeAnswer.error(404, "page not found");
    };
  }

  private FakeAnswer update(String id, String version, JsonNode spec) {
    if (version == null || version.isEmpty()) {
      return FakeAnswer.error(400, "invalid service version '': strconv.ParseUint: parsing \"\"");
    }
    if (!id.equals("svc1") || !workerServiceExists) {
      return services.update(id, version, spec);
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
    traffic.written();
    events.send("service", "spark_spark-worker");
    return FakeAnswer.ok(JSON.createObjectNode());
  }

  private ObjectNode workerService() {
    return FakeObjects.service(
        "svc1", "spark_spark-worker", "spark-worker", model.replicas, model.version);
  }

  private List<ObjectNode> services() {
    List<ObjectNode> all = new ArrayList<>(services.all());
    if (workerServiceExists) {
      all.add(workerService());
    }
    return all;
  }

  private Stream<ObjectNode> tasks() {
    return Stream.concat(model.tasks.stream().map(FakeObjects::json), services.tasks("").stream());
  }

  @Override
  public void close() {
    events.cut();
    server.stop(0);
  }
}
