package io.lakeswarm.spark.cores;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Whether jobs wait without any executor, and when that is worth a line; thread-safe. */
final class CoresWait {
  /** An executor that was granted at once registers in less. */
  static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(10);

  static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Set<String> executors = new HashSet<>();
  private int jobs;
  private long since;
  private long nextAt;
  private boolean told;

  synchronized void jobStarted(long now) {
    jobs++;
    if (jobs == 1) {
      begin(now);
    }
  }

  synchronized void jobEnded() {
    jobs--;
  }

  /** The seconds of a wait that had been told and ends with this executor. */
  synchronized OptionalLong executorAdded(String id, long now) {
    boolean ends = isWaiting() && told;
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

  /** True once for each time that the wait is to be explained. */
  synchronized boolean isDue(long now) {
    if (!isWaiting() || now - nextAt < 0) {
      return false;
    }
    nextAt = now + REPEAT_NANOS;
    told = true;
    return true;
  }

  private boolean isWaiting() {
    return jobs > 0 && executors.isEmpty();
  }

  private void begin(long now) {
    since = now;
    nextAt = now + FIRST_NANOS;
    told = false;
  }
}
