package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DesiredStateParser;
import io.lakeswarm.reconciler.swarm.DockerRefusal;
import io.lakeswarm.reconciler.swarm.MemoryConfig;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores the desired state as numbered Swarm configs. Creating a config fails when its name is
 * taken, which makes the number a compare-and-set: two writers can never both store revision n.
 */
@ApplicationScoped
public class RevisionStore {
  private static final String KIND = "desired";
  private static final int KEPT = 20;

  private final SwarmConfigs configs;
  private final ObjectMapper json;
  private volatile Parsed newest;

  private record Parsed(String configId, Revision revision) {}

  /** Stores by way of {@code configs}. */
  public RevisionStore(SwarmConfigs configs, ObjectMapper json) {
    this.configs = configs;
    this.json = json;
  }

  /**
   * Returns the newest revision, empty when none was ever stored. Throws {@link
   * io.lakeswarm.reconciler.error.ReconcileException.Unobservable} when the store cannot be read
   * and {@link io.lakeswarm.reconciler.desired.InvalidDesiredState} when the stored one is not
   * valid.
   */
  public Optional<Revision> newest() {
    List<MemoryConfig> stored = stored();
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    MemoryConfig config = stored.get(stored.size() - 1);
    Parsed last = newest;
    if (last == null || !last.configId().equals(config.id())) {
      last = new Parsed(config.id(), parsed(config));
      newest = last;
    }
    return Optional.of(last.revision());
  }

  /** Returns the newest number, 0 when none is stored; the document may be invalid. */
  public int newestNumber() {
    List<MemoryConfig> stored = stored();
    return stored.isEmpty() ? 0 : stored.get(stored.size() - 1).number();
  }

  /** Returns the newest twenty revisions, newest first, without parsing their documents. */
  public List<Map.Entry<Integer, Origin>> history() {
    return stored().stream()
        .sorted(Comparator.comparingInt(MemoryConfig::number).reversed())
        .limit(KEPT)
        .map(config -> Map.entry(config.number(), origin(config)))
        .toList();
  }

  /**
   * Returns the document of one stored revision, not parsed; empty when that number is not kept.
   */
  public Optional<JsonNode> document(int number) {
    return stored().stream()
        .filter(config -> config.number() == number)
        .findFirst()
        .map(config -> config.data().path("document"));
  }

  /**
   * Stores the revision after {@code previous} (0 = none), removes the oldest beyond twenty, and
   * returns it. Throws {@link StaleRevision} when that number is taken.
   */
  public Revision append(int previous, JsonNode document, Origin origin) {
    DesiredState state = parse(document);
    int number = previous + 1;
    ObjectNode data = json.createObjectNode().put("revision", number);
    data.setAll(json.<ObjectNode>valueToTree(origin));
    data.set("document", document);
    try {
      configs.create(KIND, SwarmConfigs.name(KIND, "%06d".formatted(number)), data, Map.of());
    } catch (DockerRefusal e) {
      if (e.reason() == DockerRefusal.Reason.NAME_TAKEN) {
        throw new StaleRevision(number);
      }
      throw e;
    }
    List<MemoryConfig> stored = stored();
    stored.stream().limit(Math.max(0, stored.size() - KEPT)).forEach(c -> configs.delete(c.id()));
    return new Revision(number, origin, state, document);
  }

  /** Parses a JSON tree by the rules of the file. */
  public DesiredState parse(JsonNode document) {
    return DesiredStateParser.parse(DocumentJson.read(document));
  }

  private List<MemoryConfig> stored() {
    return configs.all(KIND).stream()
        .filter(config -> config.number() > 0)
        .sorted(Comparator.comparingInt(MemoryConfig::number))
        .toList();
  }

  private Revision parsed(MemoryConfig config) {
    JsonNode document = config.data().path("document");
    return new Revision(config.number(), origin(config), parse(document), document);
  }

  private Origin origin(MemoryConfig config) {
    return RecordJson.read(json, config, Origin.class);
  }
}
