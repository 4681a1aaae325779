package io.lakeswarm.reconciler.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.KitService;
import io.lakeswarm.reconciler.observed.KitTask;
import io.lakeswarm.reconciler.observed.SwarmNode;
import io.lakeswarm.reconciler.observed.TaskState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads services, tasks and nodes. It filters services by label and tasks by the ids of their
 * services, so that foreign ones are never sent. Answers are matched exactly all the same.
 */
@ApplicationScoped
public class SwarmReader {
  private static final String SERVICE = "lakeswarm.service";
  private static final String MANAGED = "lakeswarm.managed";
  private static final String JOB = "lakeswarm.job";
  private static final String RUNS = "lakeswarm.runs";
  private static final Pattern PIN =
      Pattern.compile("node\\.labels\\.(lakeswarm\\.[\\w-]+)\\s*==\\s*true");
  private static final int ATTEMPTS = 3;
  private static final Duration SOON = Duration.ofMillis(250);

  private final SwarmClient swarm;
  private final SwarmNodes nodes;

  /** A task with the ids of its service and its node. */
  private record Wanted(String service, String id, String node, TaskState state, String message) {}

  /** Reads by way of {@code swarm}. */
  public SwarmReader(SwarmClient swarm) {
    this.swarm = swarm;
    this.nodes = new SwarmNodes(swarm);
  }

  /** Makes the next read list the nodes again. */
  public void invalidateNodes() {
    nodes.invalidate();
  }

  /** Returns the services with this short name; the kit makes one at most. */
  public List<JsonNode> services(String shortName) {
    return services(SERVICE, shortName);
  }

  /** Returns every task of one service. */
  public List<JsonNode> tasks(String serviceId) {
    try {
      return tasks(
          filter("service", List.of(serviceId)),
          task ->
              serviceId.equals(task.path("ServiceID").asText())
                  ? Optional.of(task)
                  : Optional.empty());
    } catch (DockerRefusal e) {
      throw justRemoved(e);
    }
  }

  /** Returns the service of this full name, whatever its labels; empty when there is none. */
  public Optional<JsonNode> service(String fullName) {
    try {
      return Optional.of(swarm.get("/services/" + fullName));
    } catch (DockerRefusal e) {
      if (e.reason() == DockerRefusal.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Returns every service whose labels assign it to the kit. */
  public List<JsonNode> kitServices() {
    return services(MANAGED, "true");
  }

  /** Returns every service of a one-off job. */
  public List<JsonNode> jobServices() {
    return swarm.listAll(
        "/services?" + SwarmClient.filters(filter("label", List.of(JOB)).toString()),
        service -> label(service, JOB).isEmpty() ? Optional.empty() : Optional.of(service));
  }

  /** Returns every task of these services; none for no services. */
  public List<JsonNode> tasksOf(Collection<String> serviceIds) {
    if (serviceIds.isEmpty()) {
      return List.of(); // No filter would mean every task of the swarm.
    }
    try {
      return tasks(filter("service", List.copyOf(serviceIds)), Optional::of);
    } catch (DockerRefusal e) {
      throw justRemoved(e);
    }
  }

  /** Returns the names of all networks by id. */
  public Map<String, String> networkNames() {
    Map<String, String> names = new TreeMap<>();
    for (JsonNode network : swarm.listAll("/networks", Optional::of)) {
      names.put(network.path("Id").asText(), network.path("Name").asText());
    }
    return names;
  }

  /** Returns every node with the fields that placement constraints can use. */
  public List<SwarmNode> nodes() {
    return nodes.all();
  }

  /** Returns the ids of the tasks of one service that are wanted and have not ended. */
  public Set<String> liveTasks(String serviceId) {
    Set<String> live = new TreeSet<>();
    for (JsonNode task : tasks(serviceId)) {
      if (isWanted(task) && state(task).isLive()) {
        live.add(task.path("ID").asText());
      }
    }
    return live;
  }

  /** Returns all services of the kit with the tasks that Swarm wants, by short name. */
  public List<KitService> kit() {
    for (int attempt = 1; true; attempt++) {
      try {
        return look();
      } catch (DockerRefusal e) {
        if (attempt == ATTEMPTS) {
          throw justRemoved(e);
        }
      }
    }
  }

  /** Returns the host name of a node; its id while the name is unknown. */
  public String hostname(String nodeId) {
    return nodes.hostname(nodeId);
  }

  /** Returns the state of a task. */
  public static TaskState state(JsonNode task) {
    String state = task.path("Status").path("State").asText("new");
    try {
      return TaskState.of(state);
    } catch (IllegalArgumentException e) {
      throw new ReconcileException.Unobservable(
          "Cannot read task "
              + task.path("ID").asText()
              + ": its state '"
              + state
              + "' is not a known one. Check the engine's version.",
          e);
    }
  }

  /** Returns the time in a field of the engine; throws Unobservable when it is none. */
  public static Instant time(JsonNode field) {
    try {
      return Instant.parse(field.asText());
    } catch (DateTimeParseException e) {
      throw new ReconcileException.Unobservable(
          "Cannot read '" + field.asText() + "' as a time. Check the engine's version.", e);
    }
  }

  private List<KitService> look() {
    Map<String, JsonNode> services = new TreeMap<>();
    for (JsonNode service : kitServices()) {
      services.put(label(service, SERVICE), service);
    }
    Map<String, List<Wanted>> tasks = wantedTasks(services.values());
    List<KitService> kit = new ArrayList<>();
    services.forEach((name, service) -> kit.add(kitService(name, service, tasks)));
    return kit;
  }

  private List<JsonNode> services(String label, String value) {
    ObjectNode filter = filter("label", List.of(label + "=" + value));
    return swarm.listAll(
        "/services?" + SwarmClient.filters(filter.toString()),
        service -> value.equals(label(service, label)) ? Optional.of(service) : Optional.empty());
  }

  /**
   * Returns the wanted tasks by service id, not by label. A task keeps the labels its service had
   * when the task was made, and the engine has an index of tasks by service.
   */
  private Map<String, List<Wanted>> wantedTasks(Collection<JsonNode> services) {
    if (services.isEmpty()) {
      return Map.of(); // No filter would mean every task of the swarm.
    }
    ObjectNode filter = filter("service", services.stream().map(SwarmReader::id).toList());
    filter.putArray("desired-state").add("running");
    Function<JsonNode, Optional<Wanted>> read =
        task ->
            Optional.of(
                new Wanted(
                    task.path("ServiceID").asText(),
                    task.path("ID").asText(),
                    task.path("NodeID").asText(),
                    state(task),
                    task.at("/Status/Err").asText("")));
    return tasks(filter, read).stream().collect(Collectors.groupingBy(Wanted::service));
  }

  private <T> List<T> tasks(ObjectNode filter, Function<JsonNode, Optional<T>> keep) {
    return swarm.list("/tasks?" + SwarmClient.filters(filter.toString()), keep);
  }

  /**
   * Returns the failure for a service removed since it was listed: the engine looks each one up.
   */
  private static ReconcileException justRemoved(DockerRefusal e) {
    return new ReconcileException.Waiting(e.getMessage() + ". It is read again at once.", SOON);
  }

  private KitService kitService(String name, JsonNode service, Map<String, List<Wanted>> tasks) {
    List<Wanted> own = tasks.getOrDefault(id(service), List.of());
    JsonNode replicated = service.at("/Spec/Mode/Replicated/Replicas");
    // Swarm wants no more tasks of a run-once service when its task has ended well.
    boolean counted = replicated.isMissingNode() || label(service, RUNS).equals("once");
    int desired = counted ? own.size() : replicated.asInt(1);
    List<KitTask> sorted =
        own.stream()
            .map(t -> new KitTask(t.id(), hostname(t.node()), t.state(), t.message()))
            .sorted(Comparator.comparing(KitTask::node).thenComparing(KitTask::id))
            .toList();
    return new KitService(
        id(service), name, service.at("/Spec/Name").asText(), desired, sorted, pins(service));
  }

  /** Returns the pins; the engine keeps a constraint as it was written, with or without spaces. */
  private static List<String> pins(JsonNode service) {
    List<String> pins = new ArrayList<>();
    for (JsonNode constraint : service.at("/Spec/TaskTemplate/Placement/Constraints")) {
      Matcher matcher = PIN.matcher(constraint.asText());
      if (matcher.matches()) {
        pins.add(matcher.group(1));
      }
    }
    return pins;
  }

  private static ObjectNode filter(String key, List<String> values) {
    ObjectNode filter = JsonNodeFactory.instance.objectNode();
    values.forEach(filter.putArray(key)::add);
    return filter;
  }

  private static String id(JsonNode service) {
    return service.path("ID").asText();
  }

  /** Returns true when Swarm wants the task to run. */
  public static boolean isWanted(JsonNode task) {
    return TaskState.of(task.path("DesiredState").asText("running")).isLive();
  }

  private static String label(JsonNode service, String key) {
    return service.path("Spec").path("Labels").path(key).asText("");
  }
}
