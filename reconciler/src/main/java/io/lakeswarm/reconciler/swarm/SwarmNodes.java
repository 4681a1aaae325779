package io.lakeswarm.reconciler.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.observed.SwarmNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Caches the nodes of the swarm. The engine cannot filter them by state, so the whole list is read,
 * but only after a node event or at the resync.
 */
final class SwarmNodes {
  private final SwarmClient swarm;
  private final Map<String, String> hostnames = new ConcurrentHashMap<>();
  private final CachedRead<List<SwarmNode>> kept = new CachedRead<>(this::read);

  SwarmNodes(SwarmClient swarm) {
    this.swarm = swarm;
  }

  /** Makes the next read call the engine again. */
  void invalidate() {
    kept.invalidate();
  }

  /** Returns every node with the fields that placement constraints can use. */
  List<SwarmNode> all() {
    return kept.get();
  }

  /** Returns the host name of a node; its id while the name is unknown. */
  String hostname(String nodeId) {
    if (!nodeId.isEmpty() && !hostnames.containsKey(nodeId)) {
      kept.get();
    }
    return hostnames.getOrDefault(nodeId, nodeId);
  }

  private List<SwarmNode> read() {
    return swarm.listAll("/nodes", node -> Optional.of(facts(node)));
  }

  private SwarmNode facts(JsonNode node) {
    String id = node.path("ID").asText();
    JsonNode description = node.path("Description");
    String hostname = description.path("Hostname").asText();
    hostnames.put(id, hostname);
    Map<String, String> facts = new TreeMap<>();
    facts.put("node.id", id);
    facts.put("node.hostname", hostname);
    facts.put("node.role", node.at("/Spec/Role").asText());
    facts.put("node.ip", node.at("/Status/Addr").asText());
    facts.put("node.platform.os", description.at("/Platform/OS").asText());
    facts.put("node.platform.arch", description.at("/Platform/Architecture").asText());
    putAll(facts, "node.labels.", node.at("/Spec/Labels"));
    putAll(facts, "engine.labels.", description.at("/Engine/Labels"));
    return new SwarmNode(
        id,
        node.at("/Status/State").asText("unknown"),
        node.at("/Spec/Availability").asText("active"),
        facts);
  }

  private static void putAll(Map<String, String> facts, String prefix, JsonNode labels) {
    labels.fields().forEachRemaining(e -> facts.put(prefix + e.getKey(), e.getValue().asText()));
  }
}
