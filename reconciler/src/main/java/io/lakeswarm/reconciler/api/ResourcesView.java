package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.observed.KitService;
import io.lakeswarm.reconciler.observed.KitTask;
import io.lakeswarm.reconciler.observed.ObservedPlatform;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.observed.SwarmNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Lists what exists: services with their tasks, nodes, and the running operations. */
final class ResourcesView {
  private ResourcesView() {}

  record Service(
      String kind, String name, int desired, int running, List<String> nodes, List<Task> tasks) {}

  record Task(String task, String node, String state, String message) {}

  record Node(String kind, String name, String state, String availability, String role) {}

  record Running(String kind, String name, OperationView operation) {}

  /** Returns the records in this order: services and nodes by name, operations oldest first. */
  static List<Record> of(ObservedPlatform seen, List<Operation> running) {
    Stream<Record> services = seen.services().stream().map(ResourcesView::service);
    Stream<Record> nodes =
        seen.nodes().stream()
            .sorted(Comparator.comparing(SwarmNode::hostname))
            .map(n -> new Node("node", n.hostname(), n.state(), n.availability(), n.role()));
    Stream<Record> operations =
        running.stream().map(o -> new Running("operation", o.id(), OperationView.of(o)));
    return Stream.of(services, nodes, operations).flatMap(all -> all).toList();
  }

  private static Service service(KitService service) {
    return new Service(
        "service",
        service.name(),
        service.desired(),
        service.running(),
        service.nodes(),
        service.tasks().stream().map(ResourcesView::task).toList());
  }

  private static Task task(KitTask task) {
    String state = task.state().name().toLowerCase(Locale.ROOT);
    return new Task(task.id(), task.node(), state, task.message());
  }
}
