package io.lakeswarm.reconciler.store;

import io.lakeswarm.reconciler.status.StepResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Keeps the last writes of this process, from which operations list what was done for them. */
@ApplicationScoped
public class StepLog {
  private static final int KEPT = 200;
  private final Deque<Entry> entries = new ArrayDeque<>();

  /** One write of one controller. */
  public record Entry(String controller, Instant time, StepResult result) {
    /** Returns the time, the write and its outcome as one line for people. */
    public String text() {
      String end = result.outcome().name().toLowerCase(Locale.ROOT);
      return time.truncatedTo(ChronoUnit.MILLIS) + " " + result.step() + ": " + end;
    }
  }

  /** Adds one write and drops the oldest beyond two hundred. */
  public synchronized void add(String controller, StepResult result, Instant time) {
    entries.addLast(new Entry(controller, time, result));
    if (entries.size() > KEPT) {
      entries.removeFirst();
    }
  }

  /** Returns the writes of one controller since {@code time}, oldest first. */
  public synchronized List<Entry> since(Instant time, String controller) {
    return entries.stream()
        .filter(entry -> entry.controller().equals(controller) && !entry.time().isBefore(time))
        .toList();
  }
}
