package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Swarm configs: names are unique, data is fixed, labels change under a version. */
final class FakeConfigs {
  private final FakeEvents events;
  private final Map<String, ObjectNode> byId = new LinkedHashMap<>();
  private long sequence = 100;

  FakeConfigs(FakeEvents events) {
    this.events = events;
  }

  List<String> names(String kind) {
    List<String> names = new ArrayList<>();
    for (ObjectNode config : byId.values()) {
      if (kind.equals(config.at("/Spec/Labels").path("lakeswarm.memory").asText())) {
        names.add(config.at("/Spec/Name").asText());
      }
    }
    return names.stream().sorted().toList();
  }

  /** The specifications of one kind, with their data as the JSON it is. */
  List<ObjectNode> specs(String kind) {
    List<ObjectNode> specs = new ArrayList<>();
    for (ObjectNode config : byId.values()) {
      ObjectNode spec = config.path("Spec").deepCopy();
      if (kind.equals(spec.path("Labels").path("lakeswarm.memory").asText())) {
        byte[] data = Base64.getDecoder().decode(spec.path("Data").asText());
        try {
          specs.add(spec.set("Data", FakeSwarm.JSON.readTree(data)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return specs;
  }

  void put(String name, String kind, String data) {
    ObjectNode spec = FakeSwarm.JSON.createObjectNode().put("Name", name);
    spec.putObject("Labels").put("lakeswarm.memory", kind);
    spec.put("Data", Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
    create(spec);
  }

  void remove(String kind) {
    byId.values()
        .removeIf(
            config -> kind.equals(config.at("/Spec/Labels").path("lakeswarm.memory").asText()));
    events.send("config", kind);
  }

  FakeAnswer answer(
      String method, String path, Map<String, String> query, JsonNode filters, JsonNode body) {
    String[] parts = path.split("/");
    if (method.equals("GET") && parts.length == 2) {
      return FakeAnswer.ok(list(filters));
    }
    if (method.equals("POST") && path.equals("/configs/create")) {
      return create((ObjectNode) body);
    }
    ObjectNode config = parts.length > 2 ? byId.get(parts[2]) : null;
    if (config == null) {
      return FakeAnswer.error(404, "config " + path + " not found");
    }
    if (method.equals("GET")) {
      return FakeAnswer.ok(config);
    }
    if (method.equals("DELETE")) {
      byId.remove(parts[2]);
      events.send("config", config.at("/Spec/Name").asText());
      return FakeAnswer.ok(FakeSwarm.JSON.createObjectNode());
    }
    return label(config, query.getOrDefault("version", ""), body);
  }

  private FakeAnswer create(ObjectNode spec) {
    String name = spec.path("Name").asText();
    if (!name.matches("[a-zA-Z0-9_.-]{1,64}") || spec.path("Data").asText().isEmpty()) {
      return FakeAnswer.error(400, "rpc error: code = InvalidArgument desc = invalid config");
    }
    Optional<ObjectNode> same =
        byId.values().stream().filter(c -> c.at("/Spec/Name").asText().equals(name)).findFirst();
    if (same.isPresent()) {
      return FakeAnswer.error(
          409, "rpc error: code = AlreadyExists desc = config " + name + " already exists");
    }
    String id = "config" + ++sequence;
    ObjectNode config = FakeSwarm.JSON.createObjectNode().put("ID", id);
    config.putObject("Version").put("Index", sequence);
    config.set("Spec", spec);
    byId.put(id, config);
    events.send("config", name);
    return new FakeAnswer(201, FakeSwarm.JSON.createObjectNode().put("ID", id));
  }

  private FakeAnswer label(ObjectNode config, String version, JsonNode spec) {
    if (!version.equals(config.at("/Version/Index").asText())) {
      return FakeAnswer.error(500, "rpc error: code = Unknown desc = update out of sequence");
    }
    JsonNode before = config.path("Spec");
    if (spec.has("Data") && !spec.path("Data").equals(before.path("Data"))) {
      return FakeAnswer.error(
          400, "rpc error: code = InvalidArgument desc = only updates to Labels are allowed");
    }
    ((ObjectNode) before).set("Labels", spec.path("Labels"));
    ((ObjectNode) config.path("Version")).put("Index", ++sequence);
    events.send("config", before.path("Name").asText());
    return FakeAnswer.ok(FakeSwarm.JSON.createObjectNode());
  }

  private ArrayNode list(JsonNode filters) {
    ArrayNode list = FakeSwarm.JSON.createArrayNode();
    for (ObjectNode config : byId.values()) {
      if (matches(config.at("/Spec/Labels"), filters.path("label"))) {
        list.add(config);
      }
    }
    return list;
  }

  /** The engine's label filter: {@code key} or {@code key=value}, all must hold. */
  static boolean matches(JsonNode labels, JsonNode wanted) {
    for (JsonNode one : wanted) {
      String[] pair = one.asText().split("=", 2);
      boolean has =
          labels.has(pair[0])
              && (pair.length == 1 || labels.path(pair[0]).asText().equals(pair[1]));
      if (!has) {
        return false;
      }
    }
    return true;
  }
}
