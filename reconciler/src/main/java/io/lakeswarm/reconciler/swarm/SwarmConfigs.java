package io.lakeswarm.reconciler.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Reads and writes the configs that carry the label {@code lakeswarm.memory}. A config event, a
 * write of its own or the resync invalidates the cached list.
 */
@ApplicationScoped
public class SwarmConfigs {
  private static final String LABEL = "lakeswarm.memory";
  private static final String PREFIX = "lakeswarm-";
  private static final String LIST =
      "/configs?" + SwarmClient.filters("{\"label\":[\"" + LABEL + "\"]}");

  private final SwarmClient swarm;
  private final ObjectMapper json;
  private final CachedRead<List<MemoryConfig>> known = new CachedRead<>(this::read);
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /** Data by id: it never changes, so it is parsed once. */
  private volatile Map<String, JsonNode> parsed = Map.of();

  /** Reads and writes by way of {@code swarm}. */
  public SwarmConfigs(SwarmClient swarm, ObjectMapper json) {
    this.swarm = swarm;
    this.json = json;
  }

  /** Returns the name of a config of the reconciler; {@code id} is unique within its kind. */
  public static String name(String kind, String id) {
    return PREFIX + kind + "-" + id;
  }

  /** Returns true for the names that {@link #create} accepts; every other config is foreign. */
  static boolean isOurs(String name) {
    return name.startsWith(PREFIX);
  }

  /** Makes the next read call the engine again. */
  public void invalidate() {
    known.invalidate();
  }

  /** Returns all configs of one kind, by name. */
  public List<MemoryConfig> all(String kind) {
    return known.get().stream().filter(config -> config.kind().equals(kind)).toList();
  }

  /** Creates a config; a taken name is refused as {@link DockerRefusal.Reason#NAME_TAKEN}. */
  public MemoryConfig create(String kind, String name, JsonNode data, Map<String, String> labels) {
    if (!isOurs(name)) {
      throw new IllegalArgumentException("A config of ours begins with " + PREFIX + ": " + name);
    }
    ObjectNode body = json.createObjectNode().put("Name", name);
    ObjectNode all = body.putObject("Labels").put(LABEL, kind);
    labels.forEach(all::put);
    try {
      body.put("Data", Base64.getEncoder().encodeToString(json.writeValueAsBytes(data)));
      swarm.get("/version");
      String id = swarm.post("/configs/create", body).path("ID").asText();
      seen.add(id);
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
      if (!(spec.path("Labels") instanceof ObjectNode merged)) {
        throw new ReconcileException.Unobservable(
            "Cannot read the labels of config " + config.name() + ". They are read again.");
      }
      labels.forEach(merged::put);
      swarm.post("/configs/" + config.id() + "/update?version=" + config.version(), spec);
    } finally {
      invalidate();
    }
  }

  /** Removes a config; one that is already gone is a success. */
  public void delete(String id) {
    try {
      swarm.delete("/configs/" + id);
      seen.remove(id);
    } catch (DockerRefusal e) {
      if (e.reason() != DockerRefusal.Reason.NOT_FOUND) {
        throw e;
      }
    } finally {
      invalidate();
    }
  }

  private List<MemoryConfig> read() {
    Set<String> expected = new HashSet<>(seen);
    List<MemoryConfig> read =
        swarm.listAll(
            LIST,
            config ->
                config.path("Spec").path("Labels").has(LABEL)
                    ? Optional.of(parsed(config))
                    : Optional.empty());
    read.forEach(config -> expected.remove(config.id()));
    expected.forEach(this::requireGone);
    read.forEach(config -> seen.add(config.id()));
    read.sort(Comparator.comparing(MemoryConfig::name));
    parsed = read.stream().collect(Collectors.toMap(MemoryConfig::id, MemoryConfig::data));
    return List.copyOf(read);
  }

  /**
   * Throws unless the engine confirms that the config is gone: else the list without it is
   * outdated.
   */
  private void requireGone(String id) {
    try {
      String name = swarm.get("/configs/" + id).at("/Spec/Name").asText();
      throw new ReconcileException.Unobservable(
          "Cannot trust the list of configs: "
              + name
              + " exists and is not in it. A manager lags behind; the list is read again.");
    } catch (DockerRefusal e) {
      if (e.reason() != DockerRefusal.Reason.NOT_FOUND) {
        throw e;
      }
      seen.remove(id);
    }
  }

  private MemoryConfig parsed(JsonNode config) {
    JsonNode spec = config.path("Spec");
    Map<String, String> labels = new TreeMap<>();
    spec.path("Labels")
        .fields()
        .forEachRemaining(e -> labels.put(e.getKey(), e.getValue().asText()));
    String name = spec.path("Name").asText();
    String id = config.path("ID").asText();
    JsonNode before = parsed.get(id);
    try {
      return new MemoryConfig(
          id,
          name,
          labels.getOrDefault(LABEL, ""),
          config.path("Version").path("Index").asLong(),
          labels,
          before != null
              ? before
              : json.readTree(Base64.getDecoder().decode(spec.path("Data").asText())));
    } catch (IOException | IllegalArgumentException e) {
      throw new ReconcileException.Stalled(
          "Cannot read config " + name + ": it is not JSON. Remove it, or its label " + LABEL + ".",
          e);
    }
  }
}
