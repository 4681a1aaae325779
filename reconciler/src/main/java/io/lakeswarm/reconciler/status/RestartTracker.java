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
 * Compares what steps predicted with the tasks that are observed to end. An ended task is predicted
 * when an open expectation of its service covers it and is not full. It counts for each such
 * expectation, because two steps may end the same task. Does no I/O; thread-safe.
 */
public final class RestartTracker {

  /** Swarm acts on a write within a second or two; what ends later has another cause. */
  public static final Duration SETTLED = Duration.ofSeconds(5);

  /** How long a prediction stays open: a drain may take 15 minutes. */
  public static final Duration LONGEST = Duration.ofMinutes(20);

  private final List<Expectation> open = new ArrayList<>();
  private final Map<String, Look> looks = new HashMap<>();

  private record Look(Set<String> live, long begunNanos) {}

  /** One step's prediction, and the predicted tasks that have ended so far. */
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

    /** Returns the id of the service that it covers. */
    public String serviceId() {
      return serviceId;
    }

    /** Returns the prediction. */
    public Restarts predicted() {
      return predicted;
    }

    /** Returns the predicted tasks that ended, as the plan names them. */
    public synchronized List<String> ended() {
      return List.copyOf(ended);
    }

    /** Marks the result of the write as unknown: its prediction may, but need not come true. */
    public void doubt() {
      certain = false;
    }

    /**
     * Returns true when as many tasks ended as predicted, or when the result of the write is
     * unknown.
     */
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

  /** A task that ended, and whether a step predicted it. */
  public record Ended(String taskId, boolean predicted) {}

  /**
   * Opens an expectation right before a write to {@code serviceId}. The observation that began at
   * {@code begunNanos} saw the tasks {@code live} alive.
   */
  public synchronized Expectation expect(
      String serviceId, Restarts predicted, Set<String> live, long begunNanos, Instant now) {
    Expectation expectation = new Expectation(serviceId, predicted, now);
    open.add(expectation);
    looks.putIfAbsent(serviceId, new Look(Set.copyOf(live), begunNanos));
    return expectation;
  }

  /** Withdraws an expectation whose write was refused. */
  public synchronized void withdraw(Expectation expectation) {
    open.remove(expectation);
    forgetUntouched();
  }

  /** Returns the ids of the services whose tasks must be observed. */
  public synchronized Set<String> watched() {
    return new TreeSet<>(looks.keySet());
  }

  /**
   * Returns the tasks of {@code serviceId} that ended since the previous observation. An
   * observation that began before the last one is ignored: a task that it does not list may have
   * started later.
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

  /**
   * Closes and returns the expectations that settled or never came true; call it after {@link
   * #look}.
   */
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
