package io.lakeswarm.reconciler.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The configs that carry the label {@code lakeswarm.memory}. The list is kept until somebody says
 * it may be stale: a config event, a write of our own, the resync.
 */
@ApplicationScoped
public class SwarmConfigs {
  private static final String LABEL = "lakeswarm.memory";
  private static final String LIST =
      "/configs?" + SwarmClient.filters("{\"label\":[\"" + LABEL + "\"]}");

  private final SwarmClient swarm;
  private final ObjectMapper json;
  private final AtomicLong staleAt = new AtomicLong();
  private volatile List<MemoryConfig> known;

  /** Reads and writes by way of {@code swarm}. */
  public SwarmConfigs(SwarmClient swarm, ObjectMapper json) {
    this.swarm = swarm;
    this.json = json;
  }

  /** The next read asks the engine again. */
  public void invalidate() {
    staleAt.incrementAndGet();
    known = null;
  }

  /** All configs of one kind, by name. */
  public List<MemoryConfig> all(String kind) {
    return all().stream().filter(config -> config.kind().equals(kind)).toList();
  }

  /** Creates unless the name is taken, which is {@link SwarmRefusal.Reason#NAME_TAKEN}. */
  public MemoryConfig create(String kind, String name, JsonNode data, Map<String, String> labels) {
    ObjectNode body = json.createObjectNode().put("Name", name);
    ObjectNode all = body.putObject("Labels").put(LABEL, kind);
    labels.forEach(all::put);
    try {
      body.put("Data", Base64.getEncoder().encodeToString(json.writeValueAsBytes(data)));
      swarm.get("/version");
      String id = swarm.post("/configs/create", body).path("ID").asText();
      return parsed(swarm.get("/configs/" + id));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write " + name + " as JSON", e);
    } finally {
      invalidate();
    }
  }

  /**
   * Sets labels; refused as OUT_OF_SEQUENCE when {@code config} is no longer the newest version.
   */
  public void label(MemoryConfig config, Map<String, String> labels) {
    try {
      JsonNode spec = swarm.get("/configs/" + config.id()).path("Spec");
      ObjectNode merged = (ObjectNode) spec.path("Labels");
      labels.forEach(merged::put);
      swarm.post("/configs/" + config.id() + "/update?version=" + config.version(), spec);
    } finally {
      invalidate();
    }
  }

  /** Removes; one that is already gone is fine. */
  public void delete(String id) {
    try {
      swarm.delete("/configs/" + id);
    } catch (SwarmRefusal e) {
      if (e.reason() != SwarmRefusal.Reason.NOT_FOUND) {
        throw e;
      }
    } finally {
      invalidate();
    }
  }

  private List<MemoryConfig> all() {
    List<MemoryConfig> current = known;
    return current == null ? refresh() : current;
  }

  private synchronized List<MemoryConfig> refresh() {
    List<MemoryConfig> current = known;
    if (current != null) {
      return current;
    }
    long before = staleAt.get();
    List<MemoryConfig> read = new ArrayList<>();
    for (JsonNode config : swarm.get(LIST)) {
      if (config.path("Spec").path("Labels").has(LABEL)) {
        read.add(parsed(config));
      }
    }
    read.sort(Comparator.comparing(MemoryConfig::name));
    if (staleAt.get() == before) {
      known = List.copyOf(read); // Else something changed while it was read: read again next time.
    }
    return read;
  }

  private MemoryConfig parsed(JsonNode config) {
    JsonNode spec = config.path("Spec");
    Map<String, String> labels = new TreeMap<>();
    spec.path("Labels")
        .fields()
        .forEachRemaining(e -> labels.put(e.getKey(), e.getValue().asText()));
    String name = spec.path("Name").asText();
    try {
      return new MemoryConfig(
          config.path("ID").asText(),
          name,
          labels.getOrDefault(LABEL, ""),
          config.path("Version").path("Index").asLong(),
          labels,
          json.readTree(Base64.getDecoder().decode(spec.path("Data").asText())));
    } catch (IOException | IllegalArgumentException e) {
      throw new ReconcileException.Stalled(
          "Cannot read config " + name + ": it is not JSON. Remove it, or its label " + LABEL + ".",
          e);
    }
  }
}
