package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.Baseline;
import io.lakeswarm.reconciler.observed.ServiceSpec;
import io.lakeswarm.reconciler.swarm.MemoryConfig;
import io.lakeswarm.reconciler.swarm.SpecJson;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads what deploys recorded of the services (stacks/record.sh). It writes nothing. */
@ApplicationScoped
public class BaselineStore {
  private static final String RECORD = "baseline";
  private static final String UNDER_WAY = "deploy";

  private final SwarmConfigs configs;
  private volatile Parsed newest = new Parsed("", List.of());

  private record Parsed(String configId, List<ServiceSpec> specs) {}

  /** Reads by way of {@code configs}. */
  public BaselineStore(SwarmConfigs configs) {
    this.configs = configs;
  }

  /**
   * Returns the newest record and the running deploy, read from the engine and not from a cache.
   */
  public Baseline fresh() {
    configs.invalidate();
    return last();
  }

  /** Returns the same from the last read of the configs. */
  public Baseline last() {
    Optional<Instant> deploy =
        configs.all(UNDER_WAY).stream().map(BaselineStore::since).max(Comparator.naturalOrder());
    return configs.all(RECORD).stream()
        .max(Comparator.comparingInt(MemoryConfig::number))
        .map(config -> new Baseline(config.number(), deploy, specs(config)))
        .orElse(new Baseline(0, deploy, List.of()));
  }

  /** Returns the specifications, parsed once, because the data of a config never changes. */
  private List<ServiceSpec> specs(MemoryConfig config) {
    Parsed last = newest;
    if (!last.configId().equals(config.id())) {
      List<ServiceSpec> specs = new ArrayList<>();
      for (JsonNode spec : config.data()) {
        specs.add(SpecJson.read(spec));
      }
      last = new Parsed(config.id(), specs);
      newest = last;
    }
    return last.specs();
  }

  private static Instant since(MemoryConfig config) {
    try {
      return Instant.parse(config.data().path("since").asText());
    } catch (DateTimeParseException e) {
      throw new ReconcileException.Stalled(
          "Cannot read config " + config.name() + ": it has no time. Run make swarm_deploy.", e);
    }
  }
}
