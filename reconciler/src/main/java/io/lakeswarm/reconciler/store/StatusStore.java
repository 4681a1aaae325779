package io.lakeswarm.reconciler.store;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.StatusCalculator;
import io.lakeswarm.reconciler.swarm.MemoryConfig;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import io.lakeswarm.reconciler.swarm.SwarmRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Conditions and facts. They are kept in memory and written to a new config only when a status, a
 * reason or a fact changed; nothing is written before what is stored was read.
 */
@ApplicationScoped
public class StatusStore implements Memory {
  private static final Logger LOG = Logger.getLogger(StatusStore.class);
  private static final String KIND = "status";

  private final SwarmConfigs configs;
  private final StatusJson format;
  private volatile Map<ConditionType, Condition> conditions = Map.of();
  private Map<String, String> facts = new TreeMap<>();
  private boolean loaded;
  private boolean unsaved;
  private boolean complained;
  private int sequence;

  /** Stores by way of {@code configs}. */
  public StatusStore(SwarmConfigs configs, StatusJson format) {
    this.configs = configs;
    this.format = format;
  }

  /** What is known now; never blocks. */
  public Map<ConditionType, Condition> conditions() {
    return conditions;
  }

  /**
   * Merges what a pass found out; a store that cannot be written is tried again at the next report.
   */
  public synchronized void report(List<Condition> news, int revision, Instant now) {
    try {
      load();
    } catch (ReconcileException e) {
      LOG.debugf("status not loaded yet: %s", e.getMessage());
    }
    Map<ConditionType, Condition> last = conditions;
    conditions = Map.copyOf(StatusCalculator.next(last, news, revision, now));
    unsaved |= StatusJson.differs(last, conditions);
    if (loaded && unsaved) {
      try {
        save();
      } catch (ReconcileException | SwarmRefusal e) {
        LOG.logf(
            complained ? Logger.Level.DEBUG : Logger.Level.WARN,
            "status not stored, tried again at each pass: %s",
            e.getMessage());
        complained = true;
      }
    }
  }

  @Override
  public synchronized Optional<String> fact(String key) {
    load();
    return Optional.ofNullable(facts.get(key));
  }

  @Override
  public synchronized void remember(String key, String value) {
    load();
    if (!value.equals(facts.get(key))) {
      Map<String, String> before = new TreeMap<>(facts);
      facts.put(key, value);
      try {
        save();
      } catch (ReconcileException | SwarmRefusal e) {
        facts = before;
        throw e instanceof ReconcileException known
            ? known
            : new ReconcileException.Unobservable(e.getMessage(), e);
      }
    }
  }

  private void load() {
    if (loaded) {
      return;
    }
    Optional<MemoryConfig> newest =
        configs.all(KIND).stream().max(Comparator.comparingInt(MemoryConfig::number));
    if (newest.isPresent()) {
      Map<ConditionType, Condition> stored = new java.util.EnumMap<>(ConditionType.class);
      stored.putAll(format.conditions(newest.get().data()));
      // What was seen since the start is newer, but it may be the same status for a longer time.
      conditions.forEach((type, seen) -> stored.merge(type, seen, StatusJson::continued));
      conditions = Map.copyOf(stored);
      facts = new TreeMap<>(format.facts(newest.get().data()));
      sequence = newest.get().number();
    }
    loaded = true;
  }

  private void save() {
    List<MemoryConfig> older = configs.all(KIND);
    String name = "lakeswarm-status-%06d".formatted(sequence + 1);
    try {
      configs.create(KIND, name, format.write(conditions, facts), Map.of());
    } catch (SwarmRefusal e) {
      if (e.reason() == SwarmRefusal.Reason.NAME_TAKEN) {
        loaded = false; // Another reconciler wrote: read what it knows, then go on from there.
      }
      throw e;
    }
    sequence++;
    unsaved = false;
    complained = false;
    older.forEach(config -> configs.delete(config.id()));
  }
}
