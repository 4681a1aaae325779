package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.observed.KitService;
import io.lakeswarm.reconciler.observed.KitTask;
import io.lakeswarm.reconciler.observed.ObservedPlatform;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.observed.SwarmNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What there is: services with their tasks, nodes, and the operations that run. */
@ApplicationScoped
class ResourcesView {
  private final ObjectMapper json;
  private final OperationView operations;

  ResourcesView(ObjectMapper json, OperationView operations) {
    this.json = json;
    this.operations = operations;
  }

  /** In this order: services and nodes by name, operations oldest first. */
  ArrayNode of(ObservedPlatform seen, List<Operation> running) {
    ArrayNode resources = json.createArrayNode();
    seen.services().forEach(service -> add(resources, service));
    seen.nodes().stream()
        .sorted(Comparator.comparing(SwarmNode::hostname))
        .forEach(node -> add(resources, node));
    for (Operation operation : running) {
      ObjectNode item = resources.addObject().put("kind", "operation");
      item.put("name", operation.id()).set("operation", operations.of(operation));
    }
    return resources;
  }

  private static void add(ArrayNode resources, KitService service) {
    ObjectNode item = resources.addObject().put("kind", "service").put("name", service.name());
    item.put("desired", service.desired()).put("running", service.running());
    service.nodes().forEach(item.putArray("nodes")::add);
    ArrayNode tasks = item.putArray("tasks");
    for (KitTask task : service.tasks()) {
      ObjectNode one = tasks.addObject().put("task", task.id()).put("node", task.node());
      one.put("state", task.state().name().toLowerCase(Locale.ROOT));
      one.put("message", task.message());
    }
  }

  private static void add(ArrayNode resources, SwarmNode node) {
    ObjectNode item = resources.addObject().put("kind", "node").put("name", node.hostname());
    item.put("state", node.state()).put("availability", node.availability());
    item.put("role", node.role());
  }
}
