package io.lakeswarm.spark.drain;

import java.time.Duration;

/**
 * Measures how long the master has answered without listing this worker; engine-free, not
 * thread-safe.
 *
 * <p>A worker can take a restarted master's message to its predecessor for its own registration:
 * the two processes had the same address. Spark never corrects that. The limit is well above the
 * few seconds a registration takes, and above the 15 s between a worker's first attempts.
 */
final class Absence {
  static final Duration LIMIT = Duration.ofSeconds(30);

  private long absentNanos;
  private long seenAt;
  private boolean counting;

  /**
   * Takes one answer of the master, read at {@code now} (nanoseconds of a monotonic clock).
   *
   * <p>Only the time between two successive {@link MasterAnswer#ABSENT} answers counts. {@link
   * MasterAnswer#UNREACHABLE} stops the clock; every other answer sets it back to zero.
   *
   * @return true when the worker has been absent for {@link #LIMIT}
   */
  boolean exceeds(MasterAnswer answer, long now) {
    if (answer == MasterAnswer.ABSENT) {
      absentNanos += counting ? now - seenAt : 0;
      seenAt = now;
    } else if (answer != MasterAnswer.UNREACHABLE) {
      absentNanos = 0;
    }
    counting = answer == MasterAnswer.ABSENT;
    return absentNanos >= LIMIT.toNanos();
  }
}
