package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.probe.ProbeInterval;
import io.lakeswarm.reconciler.status.BrokenPasses;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.PassRecord;
import io.lakeswarm.reconciler.status.StatusCalculator;
import io.lakeswarm.reconciler.swarm.DockerRefusal;
import io.lakeswarm.reconciler.swarm.MemoryConfig;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Stores conditions, facts and the history. They are kept in memory. A new config is written only
 * when a status, a reason or a fact changed, or a pass changed something. Nothing is written before
 * the stored status was read.
 */
@ApplicationScoped
public class StatusStore implements Memory {
  private static final Logger LOG = Logger.getLogger(StatusStore.class);
  private static final String KIND = "status";

  private final SwarmConfigs configs;
  private final ObjectMapper json;
  private final History history;

  /** Never held during a call to the engine, unlike the lock of the store itself. */
  private final Object merging = new Object();

  private final BrokenPasses broken = new BrokenPasses();

  /** Limits the writes while they are refused: every pass of every controller requests one. */
  private final ProbeInterval pace;

  private final AtomicInteger storesAsked = new AtomicInteger();

  private volatile Map<ConditionType, Condition> conditions = Map.of();
  private SortedMap<String, String> facts = new TreeMap<>();
  private volatile boolean loaded;
  private volatile boolean unsaved;
  private boolean complained;

  /** True while documents older than the current one may be left. */
  private boolean untidy;

  private int sequence;

  /** Stores by way of {@code configs}, {@code history} included. */
  public StatusStore(SwarmConfigs configs, ObjectMapper json, History history, Clock clock) {
    this.pace = new ProbeInterval(clock);
    this.configs = configs;
    this.json = json;
    this.history = history;
  }

  /** Returns the current conditions; never blocks. */
  public Map<ConditionType, Condition> conditions() {
    return conditions;
  }

  /**
   * Merges the conditions of {@code pass} and returns the pass as the history keeps it, empty if it
   * does not. The merge waits for no engine once the store was read. A write that fails is retried
   * at a later report.
   */
  public Optional<PassRecord> report(
      PassRecord pass, List<Condition> news, int revision, Instant now) {
    Optional<PassRecord> kept;
    try {
      if (!loaded) {
        tryToLoad();
      }
    } finally { // A stored status that cannot be read must not hide what this pass found.
      kept = merge(pass, news, revision, now);
    }
    store();
    return kept;
  }

  private Optional<PassRecord> merge(
      PassRecord pass, List<Condition> news, int revision, Instant now) {
    synchronized (merging) {
      Map<ConditionType, Condition> last = conditions;
      List<Condition> held = broken.over(pass.controller(), news);
      conditions = Map.copyOf(StatusCalculator.next(last, held, revision, now));
      Optional<PassRecord> kept =
          history.add(pass.changing(StatusCalculator.transitions(last, conditions)));
      if (kept.isPresent() || StatusDocument.differs(last, conditions)) {
        unsaved = true;
      }
      return kept;
    }
  }

  private synchronized void tryToLoad() {
    try {
      load();
      if (isBehind()) { // Another reconciler wrote, or what was loaded was not the newest.
        loaded = false;
        load();
      }
    } catch (ReconcileException e) {
      LOG.debugf("status not loaded yet: %s", e.getMessage());
    }
  }

  /**
   * Writes the changes, one caller at a time. A concurrent caller returns at once; the writer
   * includes its changes. This keeps callers from piling up behind a slow engine.
   */
  private void store() {
    if (storesAsked.getAndIncrement() > 0) {
      return;
    }
    try {
      int done;
      do {
        done = storesAsked.get();
        storeOnce();
      } while (!storesAsked.compareAndSet(done, 0));
    } catch (RuntimeException bug) {
      storesAsked.set(0); // Else nothing would be stored any more.
      throw bug;
    }
  }

  private synchronized void storeOnce() {
    tryToLoad();
    if (loaded && untidy) {
      tidy();
    }
    if (loaded && unsaved && !pace.isTooEarly()) {
      try {
        save();
        pace.healthy();
      } catch (ReconcileException | DockerRefusal e) {
        pace.waiting(e.getMessage());
        LOG.logf(
            complained ? Logger.Level.DEBUG : Logger.Level.WARN,
            "status not stored, tried again: %s",
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
      SortedMap<String, String> before = new TreeMap<>(facts);
      facts.put(key, value);
      try {
        save();
      } catch (ReconcileException | DockerRefusal e) {
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
    List<MemoryConfig> all = configs.all(KIND);
    untidy = all.size() > 1;
    Optional<MemoryConfig> newest = all.stream().max(Comparator.comparingInt(MemoryConfig::number));
    if (newest.isPresent()) {
      resume(newest.get());
    }
    loaded = true;
  }

  private void resume(MemoryConfig newest) {
    StatusDocument document = RecordJson.read(json, newest, StatusDocument.class);
    Map<ConditionType, Condition> stored = new EnumMap<>(ConditionType.class);
    stored.putAll(document.byType());
    Map<ConditionType, Condition> before = Map.copyOf(stored);
    synchronized (merging) {
      // What was seen since the start is newer, but an equal stored status began earlier.
      conditions.forEach((type, seen) -> stored.merge(type, seen, StatusDocument::continued));
      conditions = Map.copyOf(stored);
    }
    if (StatusDocument.differs(before, conditions)) {
      unsaved = true;
    }
    facts = document.facts();
    history.restore(document.history());
    sequence = newest.number();
  }

  private void save() {
    if (isBehind()) {
      loaded = false;
      throw new ReconcileException.Unobservable(
          "Cannot store the status: another reconciler stored a newer one. It is read first.");
    }
    String name = SwarmConfigs.name(KIND, "%06d".formatted(sequence + 1));
    unsaved = false; // Cleared before the read: what is merged meanwhile is unsaved.
    try {
      configs.create(KIND, name, json.valueToTree(document()), Map.of());
    } catch (ReconcileException | DockerRefusal e) {
      unsaved = true;
      if (e instanceof DockerRefusal refusal
          && refusal.reason() == DockerRefusal.Reason.NAME_TAKEN) {
        loaded = false; // Another reconciler wrote: read its status, then continue.
      }
      throw e;
    }
    sequence++;
    complained = false;
    tidy();
  }

  private StatusDocument document() {
    return new StatusDocument(StatusDocument.ordered(conditions.values()), facts, history.stored());
  }

  private boolean isBehind() {
    return configs.all(KIND).stream().anyMatch(config -> config.number() > sequence);
  }

  /**
   * Removes the documents older than the current one. A later report removes what is left: a
   * document that could not be removed, or one that an outdated list did not show.
   */
  private void tidy() {
    try {
      List<MemoryConfig> all = configs.all(KIND);
      for (MemoryConfig config : all) {
        if (config.number() < sequence) {
          configs.delete(config.id());
        }
      }
      untidy = all.stream().noneMatch(config -> config.number() == sequence);
    } catch (ReconcileException | DockerRefusal e) {
      untidy = true;
      LOG.debugf("older status not removed yet: %s", e.getMessage());
    }
  }
}
