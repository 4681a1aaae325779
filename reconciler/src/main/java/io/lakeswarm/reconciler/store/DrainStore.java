package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.observed.RecordedDrain;
import io.lakeswarm.reconciler.observed.WorkerTask;
import io.lakeswarm.reconciler.swarm.DockerRefusal;
import io.lakeswarm.reconciler.swarm.MemoryConfig;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Stores the drains that were decided, one config each, so that a restart resumes them. */
@ApplicationScoped
public class DrainStore {
  private static final String KIND = "drain";
  private static final int SHORT_ID = 12;

  private final SwarmConfigs configs;
  private final ObjectMapper json;
  private final Clock clock;

  record Data(String task, String address, String node, boolean idle, Instant since) {}

  /** Stores by way of {@code configs}. */
  public DrainStore(SwarmConfigs configs, ObjectMapper json, Clock clock) {
    this.configs = configs;
    this.json = json;
    this.clock = clock;
  }

  /** Returns every recorded drain. */
  public List<RecordedDrain> all() {
    return configs.all(KIND).stream().map(this::recorded).toList();
  }

  /** Records a drain; a drain that is already recorded is a success. */
  public void record(WorkerTask task, boolean idle) {
    String shortId = task.id().substring(0, Math.min(SHORT_ID, task.id().length()));
    Data data = new Data(task.id(), task.address(), task.hostname(), idle, clock.instant());
    try {
      configs.create(KIND, SwarmConfigs.name(KIND, shortId), json.valueToTree(data), Map.of());
    } catch (DockerRefusal e) {
      if (e.reason() != DockerRefusal.Reason.NAME_TAKEN) {
        throw e;
      }
    }
  }

  /** Removes a drain; a drain that is already absent is a success. */
  public void remove(RecordedDrain drain) {
    configs.delete(drain.configId());
  }

  private RecordedDrain recorded(MemoryConfig config) {
    Data data = RecordJson.read(json, config, Data.class);
    return new RecordedDrain(config.id(), data.task(), data.address(), data.idle(), data.since());
  }
}
