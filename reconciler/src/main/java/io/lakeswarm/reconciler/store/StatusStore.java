package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.probe.ProbeInterval;
import io.lakeswarm.reconciler.status.BrokenPasses;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.PassRecord;
import io.lakeswarm.reconciler.status.StatusCalculator;
import io.lakeswarm.reconciler.swarm.MemoryConfig;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import io.lakeswarm.reconciler.swarm.SwarmRefusal;
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
 * Conditions, facts and, with them, the history. They are kept in memory and written to a new
 * config only when a status, a reason or a fact changed or a pass changed something; nothing is
 * written before what is stored was read.
 */
@ApplicationScoped
public class StatusStore implements Memory {
  private static final Logger LOG = Logger.getLogger(StatusStore.class);
  private static final String KIND = "status";

  private final SwarmConfigs configs;
  private final ObjectMapper json;
  private final History history;

  /** Held for no call to the engine, unlike the lock of the store itself. */
  private final Object merging = new Object();

  private final BrokenPasses broken = new BrokenPasses();

  /**
   * Of the tries to store while stores are refused: every pass of every controller asks for one.
   */
  private final ProbeInterval pace;

  private final AtomicInteger storesAsked = new AtomicInteger();

  private volatile Map<ConditionType, Condition> conditions = Map.of();
  private SortedMap<String, String> facts = new TreeMap<>();
  private volatile boolean loaded;
  private volatile boolean unsaved;
  private boolean complained;

  /** True while documents older than ours may be left. */
  private boolean untidy;

  private int sequence;

  /** Stores by way of {@code configs}, {@code history} included. */
  public StatusStore(SwarmConfigs configs, ObjectMapper json, History history, Clock clock) {
    this.pace = new ProbeInterval(clock);
    this.configs = configs;
    this.json = json;
    this.history = history;
  }

  /** What is known now; never blocks. */
  public Map<ConditionType, Condition> conditions() {
    return conditions;
  }

  /**
   * Merges what {@code pass} found out, and answers the pass as the history keeps it, if it does.
   * That it is known waits for no engine once the store was read; a store that cannot be written is
   * tried again at a later report.
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

  /** Who comes while another stores leaves it to him: nobody queues for an engine in trouble. */
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
      } catch (ReconcileException | SwarmRefusal e) {
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
      // What was seen since the start is newer, but it may be the same status for a longer time.
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
    unsaved = false; // Before what is written is read: what is merged meanwhile is unsaved.
    try {
      configs.create(KIND, name, json.valueToTree(document()), Map.of());
    } catch (ReconcileException | SwarmRefusal e) {
      unsaved = true;
      if (e instanceof SwarmRefusal refusal && refusal.reason() == SwarmRefusal.Reason.NAME_TAKEN) {
        loaded = false; // Another reconciler wrote: read what it knows, then go on from there.
      }
      throw e;
    }
    sequence++;
    complained = false;
    tidy();
  }

  private StatusDocument document() {
    return new StatusDocument(
        StatusDocument.ordered(conditions.values()), facts, history.stored());
  }

  private boolean isBehind() {
    return configs.all(KIND).stream().anyMatch(config -> config.number() > sequence);
  }

  /**
   * Removes what is older than ours. What is left, because it could not be removed or because the
   * list was not the newest, is removed after a later report.
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
    } catch (ReconcileException | SwarmRefusal e) {
      untidy = true;
      LOG.debugf("older status not removed yet: %s", e.getMessage());
    }
  }
}
