package io.lakeswarm.reconciler.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.observed.KitService;
import io.lakeswarm.reconciler.observed.TaskState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Reads of services, tasks and nodes, always matched exactly after the engine's filter. */
@ApplicationScoped
public class SwarmReader {
  private static final String SERVICE = "lakeswarm.service";

  private final SwarmClient swarm;
  private final Map<String, String> hostnames = new ConcurrentHashMap<>();

  /** Reads by way of {@code swarm}. */
  public SwarmReader(SwarmClient swarm) {
    this.swarm = swarm;
  }

  /** The services with this short name; the kit makes one at most. */
  public List<JsonNode> services(String shortName) {
    List<JsonNode> found = new ArrayList<>();
    String filter = "{\"label\":[\"" + SERVICE + "=" + shortName + "\"]}";
    for (JsonNode service : swarm.get("/services?" + SwarmClient.filters(filter))) {
      if (shortName.equals(label(service, SERVICE))) {
        found.add(service);
      }
    }
    return found;
  }

  /** Every task of one service. */
  public List<JsonNode> tasks(String serviceId) {
    List<JsonNode> found = new ArrayList<>();
    String filter = "{\"service\":[\"" + serviceId + "\"]}";
    for (JsonNode task : swarm.get("/tasks?" + SwarmClient.filters(filter))) {
      if (serviceId.equals(task.path("ServiceID").asText())) {
        found.add(task);
      }
    }
    return found;
  }

  /** All services of the kit with their running tasks, by short name. */
  public List<KitService> kit() {
    Map<String, JsonNode> services = new TreeMap<>();
    for (JsonNode service :
        swarm.get("/services?" + SwarmClient.filters("{\"label\":[\"lakeswarm.managed=true\"]}"))) {
      if ("true".equals(label(service, "lakeswarm.managed"))) {
        services.put(label(service, SERVICE), service);
      }
    }
    Map<String, List<JsonNode>> tasks = new TreeMap<>();
    if (!services.isEmpty()) {
      for (JsonNode task :
          swarm.get("/tasks?" + SwarmClient.filters("{\"desired-state\":[\"running\"]}"))) {
        tasks.computeIfAbsent(task.path("ServiceID").asText(), id -> new ArrayList<>()).add(task);
      }
    }
    List<KitService> kit = new ArrayList<>();
    services.forEach((name, service) -> kit.add(kitService(name, service, tasks)));
    return kit;
  }

  private KitService kitService(String name, JsonNode service, Map<String, List<JsonNode>> tasks) {
    String id = service.path("ID").asText();
    List<JsonNode> own = tasks.getOrDefault(id, List.of());
    List<JsonNode> running = own.stream().filter(task -> state(task) == TaskState.RUNNING).toList();
    JsonNode replicated = service.at("/Spec/Mode/Replicated/Replicas");
    int desired = replicated.isMissingNode() ? own.size() : replicated.asInt(1);
    List<String> nodes =
        running.stream()
            .map(task -> hostname(task.path("NodeID").asText()))
            .distinct()
            .sorted()
            .toList();
    return new KitService(
        id, name, service.at("/Spec/Name").asText(), desired, running.size(), nodes);
  }

  /** Nodes that are meant to work but are not ready, by host name. */
  public List<String> missingNodes() {
    List<String> missing = new ArrayList<>();
    for (JsonNode node : swarm.get("/nodes")) {
      String hostname = node.at("/Description/Hostname").asText();
      hostnames.put(node.path("ID").asText(), hostname);
      boolean active = "active".equals(node.at("/Spec/Availability").asText("active"));
      if (active && !"ready".equals(node.at("/Status/State").asText())) {
        missing.add(hostname);
      }
    }
    return missing.stream().sorted().toList();
  }

  /** The host name of a node; its id while the name is not known. */
  public String hostname(String nodeId) {
    if (nodeId.isEmpty()) {
      return "";
    }
    if (!hostnames.containsKey(nodeId)) {
      missingNodes();
    }
    return Optional.ofNullable(hostnames.get(nodeId)).orElse(nodeId);
  }

  /** The state of a task. */
  public static TaskState state(JsonNode task) {
    return TaskState.of(task.at("/Status/State").asText("new"));
  }

  private static String label(JsonNode service, String key) {
    return service.path("Spec").path("Labels").path(key).asText("");
  }
}
