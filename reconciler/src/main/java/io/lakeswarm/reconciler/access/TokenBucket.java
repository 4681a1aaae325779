package io.lakeswarm.reconciler.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Allows {@code burst} requests at once and then {@code perMinute} of them a minute. A clock that
 * jumps back costs no request. One that jumps ahead fills the bucket and no more.
 */
final class TokenBucket {
  private static final double MILLIS_A_MINUTE = 60_000;

  private final double perMilli;
  private final int burst;
  private final Clock clock;
  private double left;
  private Instant filledAt;

  TokenBucket(int perMinute, int burst, Clock clock) {
    this.perMilli = perMinute / MILLIS_A_MINUTE;
    this.burst = burst;
    this.clock = clock;
    this.left = burst;
    this.filledAt = clock.instant();
  }

  /** Takes one token; empty when there was one, else how long to wait for it. */
  synchronized Optional<Duration> take() {
    Instant now = clock.instant();
    long millis = Math.max(0, Duration.between(filledAt, now).toMillis());
    left = Math.min(burst, left + millis * perMilli);
    filledAt = now;
    if (left >= 1) {
      left -= 1;
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis((long) Math.ceil((1 - left) / perMilli)));
  }
}
