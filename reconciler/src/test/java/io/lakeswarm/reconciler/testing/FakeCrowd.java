package io.lakeswarm.reconciler.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What other people have in the same swarm, as prepared bytes: nodes, services and tasks. One
 * service of the kit is global, so each of these nodes also runs a task of it.
 */
public final class FakeCrowd {
  private final List<byte[]> nodes;
  private final List<byte[]> services;
  private final List<String> serviceIds;
  private final byte[] foreignTask;
  private final List<byte[]> globalTasks;
  private final int tasks;
  private final JsonNode labels;

  /** {@code tasks} foreign ones spread over {@code services} services, and {@code nodes} nodes. */
  public FakeCrowd(int nodes, int services, int tasks) {
    String node = resource("node");
    String service = resource("service");
    String task = resource("task");
    this.tasks = tasks;
    this.labels = tree(service).at("/Spec/Labels");
    this.serviceIds = IntStream.range(0, services).mapToObj(i -> id("foreign", i)).toList();
    this.nodes =
        IntStream.range(0, nodes)
            .mapToObj(i -> filled(node, Map.of("ID", id("node", i), "HOST", "host-" + i)))
            .toList();
    this.services = serviceIds.stream().map(id -> filled(service, Map.of("ID", id))).toList();
    this.foreignTask =
        filled(task, Map.of("ID", id("task", 0), "SERVICE", id("foreign", 0), "NODE", id("n", 0)));
    this.globalTasks =
        IntStream.range(0, nodes)
            .mapToObj(
                i -> Map.of("ID", id("own", i), "SERVICE", "svc-gateway", "NODE", id("node", i)))
            .map(values -> filled(task, values))
            .toList();
  }

  boolean hasNodes() {
    return !nodes.isEmpty();
  }

  Stream<byte[]> nodes() {
    return nodes.stream();
  }

  boolean hasService(String id) {
    return serviceIds.contains(id);
  }

  /** Their labels are all alike, so either all match or none. */
  Stream<byte[]> services(JsonNode filters) {
    return FakeConfigs.matches(labels, filters.path("label")) ? services.stream() : Stream.of();
  }

  /** The tasks of the kit's global service, which a filter has let through already. */
  Stream<byte[]> globalTasks() {
    return globalTasks.stream();
  }

  Stream<byte[]> tasks(JsonNode filters) {
    if (!FakeConfigs.matches(labels, filters.path("label"))) {
      return Stream.of();
    }
    JsonNode only = filters.path("service");
    List<String> asked = new ArrayList<>();
    only.forEach(id -> asked.add(id.asText()));
    boolean any = only.isEmpty() || serviceIds.stream().anyMatch(asked::contains);
    return any ? IntStream.range(0, tasks).mapToObj(i -> foreignTask) : Stream.of();
  }

  /** 25 characters, as the engine's own. */
  private static String id(String kind, int number) {
    String tail = Integer.toString(number);
    return kind + "x".repeat(25 - kind.length() - tail.length()) + tail;
  }

  private static byte[] filled(String template, Map<String, String> values) {
    String text = template;
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("%" + value.getKey() + "%", value.getValue());
    }
    return text.getBytes(UTF_8);
  }

  private static String resource(String name) {
    try (InputStream in = FakeCrowd.class.getResourceAsStream("/crowd/" + name + ".json")) {
      return FakeSwarm.JSON.readTree(in).toString(); // As compact as the engine writes it.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode tree(String text) {
    try {
      return FakeSwarm.JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
