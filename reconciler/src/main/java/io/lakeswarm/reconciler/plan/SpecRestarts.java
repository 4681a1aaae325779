package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.LiveService;
import io.lakeswarm.reconciler.observed.ServiceSpec;
import io.lakeswarm.reconciler.observed.ServiceTask;
import io.lakeswarm.reconciler.observed.SwarmNode;
import io.lakeswarm.reconciler.observed.WorkerTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Predicts which tasks end when a service gets another specification, by Swarm's own rule. A task
 * ends when the template it was started from, or the endpoint, differs from the new one. A new
 * placement alone ends it only where its node is no longer allowed. Fewer replicas end the tasks
 * that Swarm removes.
 */
final class SpecRestarts {
  private SpecRestarts() {}

  /** Returns the tasks as {@code task:<id>}, sorted. */
  static List<String> of(LiveService live, ServiceSpec next, List<SwarmNode> nodes) {
    TreeSet<String> ended = new TreeSet<>();
    boolean otherEndpoint = !live.spec().at("EndpointSpec").equals(next.at("EndpointSpec"));
    for (ServiceTask task : live.tasks()) {
      if (otherEndpoint || isOutdated(task, next, nodes)) {
        ended.add("task:" + task.task().id());
      }
    }
    int fewer = replicas(live.spec()) - replicas(next);
    if (fewer > 0) {
      RemovalOrder.of(slots(live)).victims(fewer).possible().stream()
          .flatMap(slot -> slot.tasks().stream())
          .forEach(task -> ended.add("task:" + task.id()));
    }
    return List.copyOf(ended);
  }

  private static boolean isOutdated(ServiceTask task, ServiceSpec next, List<SwarmNode> nodes) {
    ServiceSpec template = next.part("TaskTemplate");
    if (!withoutPlacement(task.spec()).equals(withoutPlacement(template))) {
      return true;
    }
    boolean moved = !task.spec().at("Placement").equals(template.at("Placement"));
    PlacementRules rules = PlacementRules.of(next);
    return moved
        && nodes.stream()
            .filter(node -> node.id().equals(task.task().node()))
            .noneMatch(rules::allow);
  }

  private static ServiceSpec withoutPlacement(ServiceSpec template) {
    return template.with(Map.of(), "Placement");
  }

  private static int replicas(ServiceSpec spec) {
    return spec.at("Mode", "Replicated", "Replicas") instanceof Number number
        ? number.intValue()
        : 0;
  }

  private static List<Slot> slots(LiveService live) {
    Map<Integer, List<WorkerTask>> bySlot = new TreeMap<>();
    for (ServiceTask task : live.tasks()) {
      bySlot.computeIfAbsent(task.task().slot(), n -> new ArrayList<>()).add(task.task());
    }
    List<Slot> slots = new ArrayList<>();
    bySlot.forEach((number, tasks) -> slots.add(new Slot(number, tasks)));
    return slots;
  }
}
