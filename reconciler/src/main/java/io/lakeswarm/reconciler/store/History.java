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
 * Keeps the passes that changed something: the newest 200 in memory, the newest 50 in the status
 * config. Numbers only rise, over restarts too, because none is below the clock.
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

  /** Numbers passes by {@code clock}, in milliseconds. */
  public History(ObjectMapper json, Clock clock) {
    this.json = json;
    this.clock = clock;
  }

  /**
   * Numbers {@code pass}, keeps it and emits it to the followers. Returns empty and keeps nothing
   * when the pass changed nothing and its steps, if any, failed as they did the last time.
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

  /** Records the tasks that ended by step number {@code step} of a pass, while the pass is kept. */
  public synchronized void observed(long sequence, int step, List<String> tasks) {
    passes.computeIfPresent(sequence, (number, pass) -> pass.observing(step, tasks));
  }

  /**
   * Returns every kept pass, oldest first. {@code follower} receives the later ones, in order and
   * without gaps. It must return at once.
   */
  public synchronized List<PassRecord> follow(Consumer<PassRecord> follower) {
    followers.add(follower);
    return all();
  }

  /** Stops emitting passes to {@code follower}. */
  public void unfollow(Consumer<PassRecord> follower) {
    followers.remove(follower);
  }

  /** Returns every kept pass, oldest first. */
  public synchronized List<PassRecord> all() {
    return List.copyOf(passes.values());
  }

  /**
   * Returns true when a step of a pass since {@code time} predicted the end of this task and no
   * observation followed. Such a step is one of the reconciler that ran before this one.
   */
  public synchronized boolean foretold(String taskId, Instant time) {
    return passes.values().stream()
        .filter(pass -> !pass.start().isBefore(time))
        .flatMap(pass -> pass.steps().stream())
        .filter(step -> step.observedRestarts().isEmpty())
        .anyMatch(step -> step.predictedRestarts().contains(Restarts.task(taskId)));
  }

  /** Returns the newest passes, oldest first, as far as they fit. */
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

  /** Adds the stored passes to those since the start. */
  synchronized void restore(List<PassRecord> stored) {
    for (PassRecord pass : stored) {
      passes.putIfAbsent(pass.sequence(), pass);
      last = Math.max(last, pass.sequence());
    }
    trim();
  }
}
