package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Services, tasks and nodes as the engine writes them. */
final class FakeObjects {
  /** The services that only run on a node with their label. */
  private static final Set<String> PINNED = Set.of("minio", "nessie-postgres", "spark-master");

  /** The labels of the node that holds all volumes. */
  static final Set<String> PINS =
      Set.of("lakeswarm.minio", "lakeswarm.nessie-postgres", "lakeswarm.spark-master");

  private FakeObjects() {}

  static ObjectNode json(SwarmModel.Task task) {
    ObjectNode json = FakeSwarm.JSON.createObjectNode().put("ID", task.id).put("ServiceID", "svc1");
    json.put("Slot", task.slot).put("NodeID", task.node);
    json.put("CreatedAt", "2026-01-01T00:00:00." + task.id.substring(4) + "Z");
    json.put("DesiredState", task.wanted ? "running" : "shutdown");
    json.putObject("Status").put("State", task.state.name().toLowerCase(Locale.ROOT));
    ObjectNode ingress = json.putArray("NetworksAttachments").addObject();
    ingress.putObject("Network").putObject("Spec").put("Name", "ingress");
    ingress.putArray("Addresses").add("10.0.0.5/24");
    ObjectNode data = json.withArray("NetworksAttachments").addObject();
    data.putObject("Network").putObject("Spec").put("Name", "lakeswarm");
    data.putArray("Addresses").add(task.address + "/24");
    return json;
  }

  static ObjectNode running(String serviceId, String taskId, int slot) {
    ObjectNode json = FakeSwarm.JSON.createObjectNode().put("ID", taskId);
    json.put("ServiceID", serviceId).put("Slot", slot).put("NodeID", "n1");
    json.put("DesiredState", "running").putObject("Status").put("State", "running");
    return json;
  }

  /** Three nodes; those in {@code down} are not ready; {@code labels} by node. */
  static ArrayNode nodes(Set<String> down, Map<String, Set<String>> labels) {
    ArrayNode list = FakeSwarm.JSON.createArrayNode();
    for (String id : List.of("n1", "n2", "n3")) {
      ObjectNode node = list.addObject().put("ID", id);
      node.putObject("Description").put("Hostname", "host-" + id);
      ObjectNode spec = node.putObject("Spec").put("Availability", "active").put("Role", "manager");
      ObjectNode own = spec.putObject("Labels");
      labels.getOrDefault(id, Set.of()).forEach(label -> own.put(label, "true"));
      node.putObject("Status").put("State", down.contains(id) ? "down" : "ready");
    }
    return list;
  }

  /** A replicated service with fields that nobody but the engine knows. */
  static ObjectNode service(String id, String name, String shortName, int replicas, long version) {
    ObjectNode service = FakeSwarm.JSON.createObjectNode().put("ID", id);
    service.putObject("Version").put("Index", version);
    service.set("Spec", spec(name, shortName, replicas));
    return service;
  }

  static ObjectNode spec(String name, String shortName, int replicas) {
    ObjectNode spec = FakeSwarm.JSON.createObjectNode().put("Name", name);
    spec.putObject("Labels").put("lakeswarm.managed", "true").put("lakeswarm.service", shortName);
    ObjectNode template = spec.putObject("TaskTemplate");
    template.putObject("RestartPolicy").put("Condition", "on-failure");
    if (PINNED.contains(shortName)) {
      String constraint = "node.labels.lakeswarm." + shortName + " == true";
      template.putObject("Placement").putArray("Constraints").add(constraint);
    }
    template.putObject("ContainerSpec").put("Image", "localhost:5000/x:1").put("Groups", "odd");
    spec.putObject("Mode").putObject("Replicated").put("Replicas", replicas);
    spec.putObject("FieldOfTheFuture").put("kept", true);
    return spec;
  }
}
