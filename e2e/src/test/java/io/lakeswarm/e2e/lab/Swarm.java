package io.lakeswarm.e2e.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the managers say, asked through node 1. Services go by their full name. */
public final class Swarm {
  private final Lab lab;

  /** Asks the engines of {@code lab}. */
  public Swarm(Lab lab) {
    this.lab = lab;
  }

  /** Full names of all services, sorted. */
  public List<String> services() {
    return lines("service", "ls", "--format", "{{.Name}}");
  }

  /** Full names of the services of a DAG's jobs, sorted. */
  public List<String> jobsOf(String dag) {
    String label = "label=lakeswarm.job.dag=" + dag;
    return lines("service", "ls", "--filter", label, "--format", "{{.Name}}");
  }

  /** The whole service object. */
  public JsonNode service(String name) {
    return lab.read(Node.FIRST, "services/" + name);
  }

  /** Names of the networks that the service is meant to be on, sorted. */
  public List<String> networks(String service) {
    return service(service)
        .at("/Spec/TaskTemplate/Networks")
        .valueStream()
        .map(it -> lab.read(Node.FIRST, "networks/" + it.path("Target").asText()))
        .map(it -> it.path("Name").asText())
        .sorted()
        .toList();
  }

  /** Replicas the service is meant to have. */
  public int replicas(String service) {
    return service(service).at("/Spec/Mode/Replicated/Replicas").asInt(-1);
  }

  /** Every task Swarm still remembers. */
  public List<Task> tasks(String service) {
    Map<String, String> hostnames = hostnames();
    String ofService = "{\"service\":[\"" + service + "\"]}";
    List<Task> tasks = new ArrayList<>();
    lab.read(Node.FIRST, "tasks?filters=" + URLEncoder.encode(ofService, UTF_8))
        .forEach(json -> tasks.add(Task.of(json, hostnames)));
    return tasks;
  }

  /** The tasks that run and shall. */
  public List<Task> running(String service) {
    return tasks(service).stream().filter(Task::isRunning).toList();
  }

  /** The tasks that shall run, whether they do or not. */
  public List<Task> wanted(String service) {
    return tasks(service).stream().filter(Task::isWanted).toList();
  }

  /** Host names of the nodes where its tasks run, sorted; one on a lost node is not counted. */
  public List<String> nodesOf(String service) {
    return running(service).stream().map(Task::node).sorted().toList();
  }

  /** The one task that runs; throws with what there is instead. */
  public Task only(String service) {
    List<Task> running = running(service);
    if (running.size() != 1) {
      throw new IllegalStateException(service + " has not one running task: " + tasks(service));
    }
    return running.get(0);
  }

  /** Every task Swarm still remembers, by service; services without tasks too. */
  public Map<String, List<Task>> allTasks() {
    Map<String, String> hostnames = hostnames();
    Map<String, String> names = new HashMap<>();
    lab.read(Node.FIRST, "services")
        .forEach(it -> names.put(it.path("ID").asText(), it.at("/Spec/Name").asText()));
    Map<String, List<Task>> all = new TreeMap<>();
    names.values().forEach(name -> all.put(name, new ArrayList<>()));
    for (JsonNode json : lab.read(Node.FIRST, "tasks")) {
      Optional.ofNullable(names.get(json.path("ServiceID").asText()))
          .ifPresent(name -> all.get(name).add(Task.of(json, hostnames)));
    }
    return all;
  }

  /** Every running task by service, as {@code id@node}. */
  public Map<String, List<String>> placement() {
    Map<String, List<String>> all = new TreeMap<>();
    allTasks()
        .forEach(
            (service, tasks) ->
                all.put(
                    service,
                    tasks.stream()
                        .filter(Task::isRunning)
                        .map(task -> task.id() + "@" + task.node())
                        .sorted()
                        .toList()));
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

  /** Tasks that are wanted and neither run nor have ended, by service. */
  public Map<String, List<Task>> underWay() {
    Map<String, List<Task>> all = allTasks();
    all.replaceAll((service, tasks) -> tasks.stream().filter(Task::isUnderWay).toList());
    all.values().removeIf(List::isEmpty);
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
    lab.read(Node.FIRST, "nodes")
        .forEach(node -> nodes.put(node.at("/Description/Hostname").asText(), node));
    return nodes;
  }

  /** Ids of every service and config with the number of their last change. */
  public List<String> versions() {
    return Stream.of("services", "configs")
        .flatMap(kind -> lab.read(Node.FIRST, kind).valueStream())
        .map(it -> it.path("ID").asText() + " " + it.at("/Version/Index").asText())
        .sorted()
        .toList();
  }

  private Map<String, String> hostnames() {
    Map<String, String> names = new HashMap<>();
    lab.read(Node.FIRST, "nodes")
        .forEach(it -> names.put(it.path("ID").asText(), it.at("/Description/Hostname").asText()));
    return names;
  }

  private List<String> lines(String... arguments) {
    return lab.docker(Node.FIRST, arguments).orThrow().out().lines().sorted().toList();
  }
}
