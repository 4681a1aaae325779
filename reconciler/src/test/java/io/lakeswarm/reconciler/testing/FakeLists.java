package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Lists as the engine filters them: without a filter everything is sent, tasks are matched by the
 * labels of their service, an unknown service in a filter is a 404, an unknown filter a 400.
 */
final class FakeLists {
  /** What the engine accepts, and of it what is known here. */
  private static final Map<String, Set<String>> ACCEPTED =
      Map.of(
          "/services", Set.of("name", "id", "label", "mode", "runtime"),
          "/tasks", Set.of("name", "id", "label", "service", "node", "desired-state", "runtime"),
          "/nodes", Set.of("name", "id", "label", "node.label", "role", "membership"));

  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "/services", Set.of("label"),
          "/tasks", Set.of("label", "service", "desired-state"),
          "/nodes", Set.of());

  private final FakeCrowd crowd;

  FakeLists(FakeCrowd crowd) {
    this.crowd = crowd;
  }

  FakeAnswer services(Collection<ObjectNode> own, JsonNode filters) {
    Stream<byte[]> matching =
        own.stream()
            .filter(s -> FakeConfigs.matches(s.at("/Spec/Labels"), filters.path("label")))
            .map(FakeAnswer::bytes);
    return answer("/services", filters, Stream.concat(matching, crowd.services(filters)));
  }

  /** The tasks {@code own} of the services {@code services}. */
  FakeAnswer tasks(Stream<ObjectNode> own, Collection<ObjectNode> services, JsonNode filters) {
    for (JsonNode asked : filters.path("service")) {
      if (find(services, asked.asText()) == null && !crowd.hasService(asked.asText())) {
        return FakeAnswer.error(404, "service " + asked.asText() + " not found");
      }
    }
    Stream<byte[]> matching =
        own.filter(task -> matches(task, services, filters)).map(FakeAnswer::bytes);
    boolean global = isAsked("svc-gateway", services, filters);
    Stream<byte[]> spread = global ? crowd.globalTasks() : Stream.of();
    return answer(
        "/tasks", filters, Stream.of(matching, spread, crowd.tasks(filters)).flatMap(s -> s));
  }

  FakeAnswer nodes(Set<String> down, Map<String, Set<String>> labels, JsonNode filters) {
    Stream<byte[]> own =
        StreamSupport.stream(FakeObjects.nodes(down, labels).spliterator(), false)
            .map(FakeAnswer::bytes);
    return answer("/nodes", filters, Stream.concat(own, crowd.nodes()));
  }

  private static FakeAnswer answer(String path, JsonNode filters, Stream<byte[]> elements) {
    for (String key : (Iterable<String>) filters::fieldNames) {
      if (!ACCEPTED.get(path).contains(key)) {
        return FakeAnswer.error(400, "Invalid filter '" + key + "'");
      }
      if (!KNOWN.get(path).contains(key)) {
        throw new UnsupportedOperationException(
            "The fake engine has no filter " + path + " " + key);
      }
    }
    return FakeAnswer.list(elements.toList());
  }

  private static boolean matches(JsonNode task, Collection<ObjectNode> services, JsonNode filters) {
    JsonNode states = filters.path("desired-state");
    boolean wanted = states.isEmpty() || texts(states).contains(task.path("DesiredState").asText());
    return wanted && isAsked(task.path("ServiceID").asText(), services, filters);
  }

  private static boolean isAsked(String id, Collection<ObjectNode> services, JsonNode filters) {
    ObjectNode service = find(services, id);
    JsonNode only = filters.path("service");
    return service != null
        && (only.isEmpty() || texts(only).contains(id))
        && FakeConfigs.matches(service.at("/Spec/Labels"), filters.path("label"));
  }

  private static ObjectNode find(Collection<ObjectNode> services, String id) {
    return services.stream().filter(s -> s.path("ID").asText().equals(id)).findAny().orElse(null);
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
