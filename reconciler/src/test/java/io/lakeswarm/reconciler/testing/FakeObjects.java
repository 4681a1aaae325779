package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Services, tasks and nodes as the engine writes them. */
final class FakeObjects {

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

  static ObjectNode running(String shortName) {
    ObjectNode json = FakeSwarm.JSON.createObjectNode().put("ID", "task-" + shortName);
    json.put("ServiceID", "svc-" + shortName).put("Slot", 1).put("NodeID", "n1");
    json.put("DesiredState", "running").putObject("Status").put("State", "running");
    return json;
  }

  /** Three nodes; those in {@code down} are not ready. */
  static ArrayNode nodes(Set<String> down) {
    ArrayNode list = FakeSwarm.JSON.createArrayNode();
    for (String id : List.of("n1", "n2", "n3")) {
      ObjectNode node = list.addObject().put("ID", id);
      node.putObject("Description").put("Hostname", "host-" + id);
      node.putObject("Spec").put("Availability", "active");
      node.putObject("Status").put("State", down.contains(id) ? "down" : "ready");
    }
    return list;
  }

  /** A replicated service with fields that nobody but the engine knows. */
  static ObjectNode service(String id, String name, String shortName, int replicas, long version) {
    ObjectNode service = FakeSwarm.JSON.createObjectNode().put("ID", id);
    service.putObject("Version").put("Index", version);
    ObjectNode spec = service.putObject("Spec").put("Name", name);
    spec.putObject("Labels").put("lakeswarm.managed", "true").put("lakeswarm.service", shortName);
    ObjectNode template = spec.putObject("TaskTemplate");
    template.putObject("RestartPolicy").put("Condition", "on-failure");
    template.putObject("ContainerSpec").put("Image", "localhost:5000/x:1").put("Groups", "odd");
    spec.putObject("Mode").putObject("Replicated").put("Replicas", replicas);
    spec.putObject("FieldOfTheFuture").put("kept", true);
    return service;
  }
}
