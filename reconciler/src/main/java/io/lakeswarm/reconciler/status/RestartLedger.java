package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.plan.Restarts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds what steps predicted against the tasks that are seen to end. An ended task is predicted
 * when an open expectation of its service covers it and is not full; it counts for each such one,
 * because two steps may ask for the same end. Does no I/O; safe for several threads.
 */
public final class RestartLedger {

  /** Swarm acts on a write within a second or two; what ends later has another cause. */
  public static final Duration SETTLED = Duration.ofSeconds(5);

  /** A drain may take a quarter of an hour. */
  public static final Duration LONGEST = Duration.ofMinutes(20);

  private final List<Expectation> open = new ArrayList<>();
  private final Map<String, Look> looks = new HashMap<>();

  private record Look(Set<String> live, long begunNanos) {}

  /** What one step predicted, and what has ended of it so far. */
  public static final class Expectation {
    private final String serviceId;
    private final Restarts predicted;
    private final Instant since;
    private final List<String> ended = new ArrayList<>();
    private volatile boolean certain = true;

    private Expectation(String serviceId, Restarts predicted, Instant since) {
      this.serviceId = serviceId;
      this.predicted = predicted;
      this.since = since;
    }

    /** The service it is about. */
    public String serviceId() {
      return serviceId;
    }

    /** The prediction. */
    public Restarts predicted() {
      return predicted;
    }

    /** The predicted tasks that ended, as the plan names them. */
    public synchronized List<String> ended() {
      return List.copyOf(ended);
    }

    /** The fate of the write is unknown: what it predicted may, but need not happen. */
    public void doubt() {
      certain = false;
    }

    /** True when as many ended as predicted. */
    public boolean isMet() {
      return !certain || ended().size() >= predicted.atLeast();
    }

    private synchronized boolean takes(String taskId) {
      boolean takes = predicted.covers(taskId) && ended.size() < predicted.atMost();
      if (takes) {
        ended.add(Restarts.task(taskId));
      }
      return takes;
    }

    private boolean isDue(Instant now) {
      return !now.isBefore(since.plus(isMet() ? SETTLED : LONGEST));
    }
  }

  /** A task that ended, and whether a step had said so. */
  public record Ended(String taskId, boolean predicted) {}

  /**
   * Opens an expectation right before a write to {@code serviceId}, of which a look that was begun
   * at {@code begunNanos} saw these tasks alive.
   */
  public synchronized Expectation expect(
      String serviceId, Restarts predicted, Set<String> live, long begunNanos, Instant now) {
    Expectation expectation = new Expectation(serviceId, predicted, now);
    open.add(expectation);
    looks.putIfAbsent(serviceId, new Look(Set.copyOf(live), begunNanos));
    return expectation;
  }

  /** Takes an expectation back: its write was refused. */
  public synchronized void withdraw(Expectation expectation) {
    open.remove(expectation);
    forgetUntouched();
  }

  /** The services that somebody should look at. */
  public synchronized Set<String> watched() {
    return new TreeSet<>(looks.keySet());
  }

  /**
   * The tasks of {@code serviceId} that ended since the look before. A look that was begun before
   * the last one tells nothing: what it does not list may just not have been there yet.
   */
  public synchronized List<Ended> look(String serviceId, Set<String> live, long begunNanos) {
    Look last = looks.get(serviceId);
    if (last == null || begunNanos < last.begunNanos()) {
      return List.of();
    }
    Set<String> gone = new TreeSet<>(last.live());
    gone.removeAll(live);
    looks.put(serviceId, new Look(Set.copyOf(live), begunNanos));
    return gone.stream().map(task -> new Ended(task, isPredicted(serviceId, task))).toList();
  }

  private boolean isPredicted(String serviceId, String taskId) {
    boolean predicted = false;
    for (Expectation expectation : open) {
      predicted |= expectation.serviceId().equals(serviceId) && expectation.takes(taskId);
    }
    return predicted;
  }

  /** Closes and returns what is settled, or never came true; call it after a look. */
  public synchronized List<Expectation> close(String serviceId, Instant now) {
    List<Expectation> due =
        open.stream().filter(e -> e.serviceId().equals(serviceId) && e.isDue(now)).toList();
    open.removeAll(due);
    forgetUntouched();
    return due;
  }

  private void forgetUntouched() {
    Set<String> touched = new HashSet<>();
    open.forEach(expectation -> touched.add(expectation.serviceId()));
    looks.keySet().retainAll(touched);
  }
}
