package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Services with whole specifications: versions are enforced, what the engine refuses is refused,
 * and tasks are replaced by the engine's rule, at once. Written from that rule, not from the
 * planner's.
 */
public final class FakeServices {
  private static final Set<String> NETWORKS =
      Set.of("net-lakeswarm", "net-registry", "net-lakeswarm_control");

  private final FakeEvents events;
  private final List<String> ended = new ArrayList<>();
  private final Map<String, ObjectNode> byId = new LinkedHashMap<>();
  private final Map<String, List<ObjectNode>> tasks = new LinkedHashMap<>();
  private long sequence = 1000;

  FakeServices(FakeEvents events) {
    this.events = events;
  }

  /** Creates it, with as many running tasks as it should have. */
  public synchronized void add(ObjectNode spec) {
    String id = id(spec.path("Labels").path("lakeswarm.service").asText());
    ObjectNode service = FakeSwarm.JSON.createObjectNode().put("ID", id);
    service.putObject("Version").put("Index", ++sequence);
    service.set("Spec", spec);
    byId.put(id, service);
    tasks.put(id, new ArrayList<>());
    fill(id);
    events.send("service", spec.path("Name").asText());
  }

  /** A service that needs no more than a name, of the stack that its name begins with. */
  public void add(String fullName) {
    add(FakeObjects.spec(fullName, fullName.replaceFirst(".*_", ""), 1));
  }

  public synchronized void remove(String shortName) {
    ObjectNode service = byId.remove(id(shortName));
    tasks.remove(id(shortName));
    events.send("service", service.at("/Spec/Name").asText());
  }

  /**
   * A one-off job, made at {@code created}, whose only task has been in {@code state} since {@code
   * since}; no task for an empty state.
   */
  public synchronized void addJob(
      String name, Map<String, String> labels, Instant created, String state, Instant since) {
    ObjectNode service = FakeSwarm.JSON.createObjectNode().put("ID", id(name));
    service.put("CreatedAt", created.toString()).put("UpdatedAt", created.toString());
    service.putObject("Version").put("Index", ++sequence);
    ObjectNode own = service.putObject("Spec").put("Name", name).putObject("Labels");
    labels.forEach(own::put);
    byId.put(id(name), service);
    tasks.put(id(name), new ArrayList<>());
    if (!state.isEmpty()) {
      ObjectNode task = FakeObjects.running(id(name), "task-" + name, 1);
      task.put("DesiredState", "running".equals(state) ? "running" : "shutdown");
      task.putObject("Status").put("State", state).put("Timestamp", since.toString());
      tasks.get(id(name)).add(task);
    }
  }

  /** Another execution takes a job's service over: a new label, a new version. */
  public synchronized void takeOver(String name, Instant when) {
    ObjectNode service = byId.get(id(name));
    service.put("UpdatedAt", when.toString());
    ((ObjectNode) service.path("Version")).put("Index", ++sequence);
  }

  /** The names of all services. */
  public synchronized List<String> names() {
    return byId.values().stream().map(service -> service.at("/Spec/Name").asText()).toList();
  }

  synchronized FakeAnswer delete(String id) {
    tasks.remove(id);
    return byId.remove(id) == null
        ? FakeAnswer.error(404, "service " + id + " not found")
        : FakeAnswer.ok(FakeSwarm.JSON.createObjectNode());
  }

  /** A copy of the service as it is. */
  public synchronized ObjectNode get(String shortName) {
    return byId.get(id(shortName)).deepCopy();
  }

  /** Tasks that ended because their service changed, oldest first, since the last call. */
  public synchronized List<String> takeEnded() {
    List<String> taken = List.copyOf(ended);
    ended.clear();
    return taken;
  }

  /** The ids of its tasks. */
  public synchronized List<String> tasksOf(String shortName) {
    return tasks.get(id(shortName)).stream().map(task -> task.path("ID").asText()).toList();
  }

  private static String id(String shortName) {
    return "svc-" + shortName;
  }

  /** By id or full name. */
  synchronized Optional<ObjectNode> find(String idOrName) {
    return byId.values().stream()
        .filter(
            service ->
                service.path("ID").asText().equals(idOrName)
                    || service.at("/Spec/Name").asText().equals(idOrName))
        .findFirst()
        .map(ObjectNode::deepCopy);
  }

  /** What {@code docker service update} does, by anybody but the reconciler. */
  public synchronized void change(String shortName, Consumer<ObjectNode> edit) {
    String id = id(shortName);
    ObjectNode service = byId.get(id);
    ObjectNode spec = service.path("Spec").deepCopy();
    edit.accept(spec);
    FakeAnswer answer = update(id, service.at("/Version/Index").asText(), spec);
    if (answer.status() != 200) {
      throw new IllegalArgumentException(answer.toString());
    }
  }

  /** Swarm's word about the last roll-out; empty text = none. */
  public synchronized void rollOut(String shortName, String state) {
    ObjectNode service = byId.get(id(shortName));
    service.remove("UpdateStatus");
    if (!state.isEmpty()) {
      service.putObject("UpdateStatus").put("State", state);
    }
    ((ObjectNode) service.path("Version")).put("Index", ++sequence);
    events.send("service", service.at("/Spec/Name").asText());
  }

  synchronized FakeAnswer update(String id, String version, JsonNode next) {
    ObjectNode service = byId.get(id);
    if (service == null) {
      return FakeAnswer.error(404, "service " + id + " not found");
    }
    if (!version.equals(service.at("/Version/Index").asText())) {
      return FakeAnswer.error(500, "rpc error: code = Unknown desc = update out of sequence");
    }
    JsonNode before = service.path("Spec");
    Optional<FakeAnswer> refusal = refusal(before, next);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    service.set("Spec", next.deepCopy());
    service.remove("UpdateStatus");
    ((ObjectNode) service.path("Version")).put("Index", ++sequence);
    replaceTasks(id, before, next);
    events.send("service", next.path("Name").asText());
    return FakeAnswer.ok(FakeSwarm.JSON.createObjectNode());
  }

  private static Optional<FakeAnswer> refusal(JsonNode before, JsonNode next) {
    if (!before.path("Name").equals(next.path("Name"))) {
      return error(501, "Unimplemented desc = renaming services is not supported");
    }
    if (before.path("Mode").has("Global") != next.path("Mode").has("Global")) {
      return error(501, "Unimplemented desc = service mode change is not allowed");
    }
    if (next.at("/TaskTemplate/ContainerSpec/Image").asText().isEmpty()) {
      return error(400, "InvalidArgument desc = ContainerSpec: image reference must be provided");
    }
    for (JsonNode network : next.at("/TaskTemplate/Networks")) {
      if (!NETWORKS.contains(network.path("Target").asText())) {
        return Optional.of(
            FakeAnswer.error(404, "network " + network.path("Target").asText() + " not found"));
      }
    }
    Set<String> targets = new HashSet<>();
    for (JsonNode mount : next.at("/TaskTemplate/ContainerSpec/Mounts")) {
      if (!targets.add(mount.path("Target").asText())) {
        return error(400, "InvalidArgument desc = ContainerSpec: duplicate mount point");
      }
    }
    long memory = next.at("/TaskTemplate/Resources/Limits/MemoryBytes").asLong(4 << 20);
    return memory < 4 << 20
        ? error(400, "InvalidArgument desc = invalid memory value: Must be at least 4MiB")
        : Optional.empty();
  }

  private static Optional<FakeAnswer> error(int status, String text) {
    return Optional.of(FakeAnswer.error(status, "rpc error: code = " + text));
  }

  private void replaceTasks(String id, JsonNode before, JsonNode next) {
    boolean endpoint = !before.path("EndpointSpec").equals(next.path("EndpointSpec"));
    int wanted = replicas(next);
    Iterator<ObjectNode> all = tasks.get(id).iterator();
    int seen = 0;
    while (all.hasNext()) {
      ObjectNode task = all.next();
      boolean surplus = ++seen > wanted;
      if (surplus || endpoint || !withoutPlacement(task.path("Spec")).equals(template(next))) {
        ended.add(task.path("ID").asText());
        all.remove();
      }
    }
    fill(id);
  }

  private void fill(String id) {
    JsonNode spec = byId.get(id).path("Spec");
    List<ObjectNode> own = tasks.get(id);
    while (own.size() < replicas(spec)) {
      String name = spec.path("Labels").path("lakeswarm.service").asText();
      ObjectNode task = FakeObjects.running(id, "task-" + name + "-" + ++sequence, own.size() + 1);
      task.set("Spec", spec.path("TaskTemplate").deepCopy());
      own.add(task);
    }
  }

  private static int replicas(JsonNode spec) {
    return spec.at("/Mode/Replicated/Replicas").asInt(1);
  }

  private static JsonNode template(JsonNode spec) {
    return withoutPlacement(spec.path("TaskTemplate"));
  }

  private static JsonNode withoutPlacement(JsonNode template) {
    ObjectNode copy = template.deepCopy();
    copy.remove("Placement");
    return copy;
  }

  synchronized List<ObjectNode> all() {
    return byId.values().stream().map(ObjectNode::deepCopy).toList();
  }

  /** The wanted tasks of one service, or of all for an empty id. */
  synchronized List<ObjectNode> tasks(String id) {
    return id.isEmpty()
        ? tasks.values().stream().flatMap(List::stream).toList()
        : List.copyOf(tasks.getOrDefault(id, List.of()));
  }

  static ArrayNode networks() {
    ArrayNode list = FakeSwarm.JSON.createArrayNode();
    NETWORKS.stream()
        .sorted()
        .forEach(id -> list.addObject().put("Id", id).put("Name", id.substring(4)));
    return list;
  }
}
