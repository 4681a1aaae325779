package io.lakeswarm.e2e.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the managers say, asked through node 1. Services go by their full name. */
public final class Swarm {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Lab lab;

  /** Asks the engines of {@code lab}. */
  public Swarm(Lab lab) {
    this.lab = lab;
  }

  /** Full names of all services, sorted. */
  public List<String> services() {
    return lines("service", "ls", "--format", "{{.Name}}");
  }

  /** The whole service object. */
  public JsonNode service(String name) {
    return inspect("service", List.of(name)).get(0);
  }

  /** Replicas the service is meant to have. */
  public int replicas(String service) {
    return service(service).at("/Spec/Mode/Replicated/Replicas").asInt(-1);
  }

  /** Every task Swarm still remembers. */
  public List<Task> tasks(String service) {
    List<String> ids = lines("service", "ps", "-q", "--no-trunc", service);
    Map<String, String> hostnames = hostnames();
    return inspect("task", ids).stream()
        .map(json -> Task.of(json, hostnames.getOrDefault(json.path("NodeID").asText(), "")))
        .toList();
  }

  /** The tasks that run and shall. */
  public List<Task> running(String service) {
    return tasks(service).stream().filter(Task::isRunning).toList();
  }

  /** The one task that runs; throws with what there is instead. */
  public Task only(String service) {
    List<Task> running = running(service);
    if (running.size() != 1) {
      throw new IllegalStateException(service + " has not one running task: " + tasks(service));
    }
    return running.get(0);
  }

  /** Every running task by service, as {@code id@node}. */
  public Map<String, List<String>> placement() {
    Map<String, List<String>> all = new TreeMap<>();
    for (String service : services()) {
      all.put(
          service,
          running(service).stream().map(task -> task.id() + "@" + task.node()).sorted().toList());
    }
    return all;
  }

  /**
   * The same without services that run once. After the loss of a node Swarm may take an older of
   * their ended tasks for the newest; the next deploy then runs them again.
   */
  public Map<String, List<String>> lastingPlacement() {
    Map<String, List<String>> all = placement();
    lines("service", "ls", "--filter", "label=lakeswarm.runs", "--format", "{{.Name}}")
        .forEach(all::remove);
    return all;
  }

  /** Names and ids of every object of these kinds ({@code config}, {@code secret}, …). */
  public List<String> objects(String... kinds) {
    return Stream.of(kinds)
        .flatMap(kind -> lines(kind, "ls", "--format", kind + " {{.Name}} {{.ID}}").stream())
        .sorted()
        .toList();
  }

  /** Node objects by host name. */
  public Map<String, JsonNode> nodes() {
    Map<String, JsonNode> nodes = new TreeMap<>();
    inspect("node", lines("node", "ls", "-q"))
        .forEach(node -> nodes.put(node.at("/Description/Hostname").asText(), node));
    return nodes;
  }

  /** Whole objects, as the Docker client prints them. */
  public List<JsonNode> inspect(String kind, List<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    words.addAll(
        kind.equals("task") ? List.of("inspect", "--type", kind) : List.of(kind, "inspect"));
    words.addAll(names);
    // A task may be forgotten between the list and this look; what is left is printed all the same.
    Command.Result result = lab.docker(Node.FIRST, words.toArray(String[]::new));
    try {
      List<JsonNode> found = new ArrayList<>();
      JSON.readTree(result.out().isBlank() ? "[]" : result.out()).forEach(found::add);
      return found;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Cannot read " + result, e);
    }
  }

  private Map<String, String> hostnames() {
    Map<String, String> names = new HashMap<>();
    for (String line : lines("node", "ls", "--format", "{{.ID}} {{.Hostname}}")) {
      names.put(line.split(" ")[0], line.split(" ")[1]);
    }
    return names;
  }

  private List<String> lines(String... arguments) {
    return lab.docker(Node.FIRST, arguments).orThrow().out().lines().sorted().toList();
  }
}
