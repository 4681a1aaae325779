package io.lakeswarm.reconciler.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lakeswarm.reconciler.loop.Incarnation;

/** What people ask of the API, as the writes it makes for them. */
final class Requests {
  private Requests() {}

  /** {@code PUT /spark/workers}. */
  static void scale(Incarnation side, int replicas) {
    side.revise(document -> Workload.withWorkers(document, replicas));
    side.promise(0, replicas);
  }

  /** The state somebody else sends while the workload is under way. */
  static JsonNode late(JsonNode document) {
    ArrayNode namespaces = (ArrayNode) document.at("/nessie/namespaces");
    if (!namespaces.toString().contains("late")) {
      namespaces.add("late");
    }
    return Workload.withWorkers(document, 3);
  }
}
