package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.plan.Restarts;
import io.lakeswarm.reconciler.status.PassRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The passes that changed something: the newest two hundred in memory, the newest fifty in the
 * config of the status. Numbers only rise, over restarts too, because none is below the clock.
 */
@ApplicationScoped
public class History {
  private static final int KEPT = 200;
  private static final int STORED = 50;
  private static final int STORED_BYTES = 24 * 1024;

  private final ObjectMapper json;
  private final Clock clock;
  private final TreeMap<Long, PassRecord> passes = new TreeMap<>();
  private final List<Consumer<PassRecord>> followers = new CopyOnWriteArrayList<>();
  private long last;

  /** Numbers by {@code clock}. */
  public History(ObjectMapper json, Clock clock) {
    this.json = json;
    this.clock = clock;
  }

  /**
   * Gives {@code pass} its number, keeps it and tells the followers; empty when it is not worth it:
   * it changed nothing and its steps, if any, failed as they did the last time.
   */
  public synchronized Optional<PassRecord> add(PassRecord pass) {
    if (!pass.changedSomething() && (pass.steps().isEmpty() || repeatsTheLast(pass))) {
      return Optional.empty();
    }
    PassRecord kept = pass.beginningAt(Math.max(last + 1, clock.millis()));
    last = kept.sequence();
    passes.put(last, kept);
    trim();
    followers.forEach(follower -> follower.accept(kept));
    return Optional.of(kept);
  }

  private boolean repeatsTheLast(PassRecord pass) {
    return passes.descendingMap().values().stream()
        .filter(earlier -> earlier.controller().equals(pass.controller()))
        .findFirst()
        .filter(pass::repeats)
        .isPresent();
  }

  private void trim() {
    while (passes.size() > KEPT) {
      passes.pollFirstEntry();
    }
  }

  /** Notes the tasks that ended by step number {@code step} of a pass, while it is kept. */
  public synchronized void observed(long sequence, int step, List<String> tasks) {
    passes.computeIfPresent(sequence, (number, pass) -> pass.observing(step, tasks));
  }

  /**
   * Every kept pass, oldest first; {@code follower} gets the later ones, in order and without gap.
   * It must return at once.
   */
  public synchronized List<PassRecord> follow(Consumer<PassRecord> follower) {
    followers.add(follower);
    return all();
  }

  /** Tells {@code follower} nothing more. */
  public void unfollow(Consumer<PassRecord> follower) {
    followers.remove(follower);
  }

  /** Every kept pass, oldest first. */
  public synchronized List<PassRecord> all() {
    return List.copyOf(passes.values());
  }

  /**
   * True when a step of a pass since {@code time} said that this task may end and nobody has looked
   * yet whether it did: such is a step of the reconciler that ran before this one.
   */
  public synchronized boolean foretold(String taskId, Instant time) {
    return passes.values().stream()
        .filter(pass -> !pass.start().isBefore(time))
        .flatMap(pass -> pass.steps().stream())
        .filter(step -> step.observedRestarts().isEmpty())
        .anyMatch(step -> step.predictedRestarts().contains(Restarts.task(taskId)));
  }

  /** The newest passes, oldest first, as far as they fit. */
  synchronized List<PassRecord> stored() {
    List<PassRecord> newest = new ArrayList<>();
    int bytes = 0;
    for (PassRecord pass : passes.descendingMap().values()) {
      bytes += bytesOf(pass) + 1;
      if (newest.size() == STORED || bytes > STORED_BYTES) {
        break;
      }
      newest.add(0, pass);
    }
    return newest;
  }

  private int bytesOf(PassRecord pass) {
    try {
      return json.writeValueAsBytes(pass).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a pass as JSON", e);
    }
  }

  /** Adds what was stored to what has happened since the start. */
  synchronized void restore(List<PassRecord> stored) {
    for (PassRecord pass : stored) {
      passes.putIfAbsent(pass.sequence(), pass);
      last = Math.max(last, pass.sequence());
    }
    trim();
  }
}
