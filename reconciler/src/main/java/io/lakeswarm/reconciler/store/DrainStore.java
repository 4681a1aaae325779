package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.observed.RecordedDrain;
import io.lakeswarm.reconciler.observed.WorkerTask;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import io.lakeswarm.reconciler.swarm.SwarmRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Drains that were decided, one config each, so that a restart goes on where it was cut off. */
@ApplicationScoped
public class DrainStore {
  private static final String KIND = "drain";
  private static final int SHORT_ID = 12;

  private final SwarmConfigs configs;
  private final ObjectMapper json;
  private final Clock clock;

  /** Stores by way of {@code configs}. */
  public DrainStore(SwarmConfigs configs, ObjectMapper json, Clock clock) {
    this.configs = configs;
    this.json = json;
    this.clock = clock;
  }

  /** Every recorded drain. */
  public List<RecordedDrain> all() {
    return configs.all(KIND).stream().map(c -> recorded(c.id(), c.data())).toList();
  }

  /** Records; one that is recorded already is fine. */
  public void record(WorkerTask task, boolean idle) {
    String shortId = task.id().substring(0, Math.min(SHORT_ID, task.id().length()));
    ObjectNode data = json.createObjectNode().put("task", task.id()).put("address", task.address());
    data.put("node", task.hostname()).put("idle", idle).put("since", clock.instant().toString());
    try {
      configs.create(KIND, SwarmConfigs.name(KIND, shortId), data, Map.of());
    } catch (SwarmRefusal e) {
      if (e.reason() != SwarmRefusal.Reason.NAME_TAKEN) {
        throw e;
      }
    }
  }

  /** Removes it; one that is gone already is fine. */
  public void remove(RecordedDrain drain) {
    configs.delete(drain.configId());
  }

  private static RecordedDrain recorded(String configId, JsonNode data) {
    return new RecordedDrain(
        configId,
        data.path("task").asText(),
        data.path("address").asText(),
        data.path("idle").asBoolean(),
        Instant.parse(data.path("since").asText()));
  }
}
