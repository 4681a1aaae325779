package io.lakeswarm.spark.cores;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Decides when to log that jobs wait without an executor; thread-safe. */
final class CoresWait {
  /** An executor that the master grants at once registers sooner. */
  static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(10);

  static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Set<String> executors = new HashSet<>();
  private int jobs;
  private long since;
  private long nextAt;
  private boolean logged;

  synchronized void jobStarted(long now) {
    jobs++;
    if (jobs == 1) {
      begin(now);
    }
  }

  synchronized void jobEnded() {
    jobs--;
  }

  /** Returns the seconds of a logged wait that this executor ends; empty for any other. */
  synchronized OptionalLong executorAdded(String id, long now) {
    boolean ends = isWaiting() && logged;
    executors.add(id);
    return ends
        ? OptionalLong.of(TimeUnit.NANOSECONDS.toSeconds(now - since))
        : OptionalLong.empty();
  }

  synchronized void executorRemoved(String id, long now) {
    if (executors.remove(id) && executors.isEmpty()) {
      begin(now);
    }
  }

  /** Returns true once for each line that is due. */
  synchronized boolean isDue(long now) {
    if (!isWaiting() || now - nextAt < 0) {
      return false;
    }
    nextAt = now + REPEAT_NANOS;
    logged = true;
    return true;
  }

  private boolean isWaiting() {
    return jobs > 0 && executors.isEmpty();
  }

  private void begin(long now) {
    since = now;
    nextAt = now + FIRST_NANOS;
    logged = false;
  }
}
