package io.lakeswarm.reconciler.probe;

import io.lakeswarm.reconciler.error.ReconcileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Limits how often a failing server is probed, however often the loop is woken. It is probed twice
 * a second while it starts and every 5 s once it was down for a minute. After a refused root login
 * it is probed every 15 s. Between two probes the last failure is thrown again without a call.
 */
public final class ProbeInterval {
  /** The pause while a server starts. */
  public static final Duration COMING_UP = Duration.ofMillis(500);

  /** The pause once it was away for a minute. */
  public static final Duration DOWN = Duration.ofSeconds(5);

  /** The pause after a refusal that only the operator can fix. */
  public static final Duration REFUSED = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Clock clock;
  private final Duration down;
  private Optional<Instant> troubleSince = Optional.empty();
  private Instant lastTry = Instant.MIN;
  private Instant nextTry = Instant.MIN;
  private Function<Duration, ReconcileException> lastFailure;

  /** Creates an interval that counts from the first failure on this clock. */
  public ProbeInterval(Clock clock) {
    this(clock, 1);
  }

  /** Creates the interval of one among {@code sharers} that probe the same server. */
  public ProbeInterval(Clock clock, int sharers) {
    this.clock = clock;
    this.down = DOWN.multipliedBy(sharers);
  }

  /** Throws the last failure while it is too early to probe again. */
  public synchronized void awaitTurn() {
    Instant now = clock.instant();
    if (isTooEarly(now)) {
      throw lastFailure.apply(Duration.between(now, nextTry));
    }
  }

  /** Returns true while it is too early to probe again. */
  public synchronized boolean isTooEarly() {
    return isTooEarly(clock.instant());
  }

  private boolean isTooEarly(Instant now) {
    boolean clockWentBack = now.isBefore(lastTry); // Else no probe would run for as long.
    return lastFailure != null && now.isBefore(nextTry) && !clockWentBack;
  }

  /** Allows the next probe at once. */
  public synchronized void tryNow() {
    nextTry = Instant.MIN;
  }

  /** Records that the server answered as a healthy one does. */
  public synchronized void healthy() {
    troubleSince = Optional.empty();
    lastFailure = null;
  }

  /**
   * Records a start in progress. Returns the exception to throw, with the time until the next
   * probe.
   */
  public synchronized ReconcileException waiting(String message) {
    Duration pause = isLong() ? down : COMING_UP;
    return failed(pause, after -> new ReconcileException.Waiting(message, after));
  }

  /**
   * Records that the server did not answer: probes are unlimited for a minute, then every few
   * seconds. Returns the exception to throw.
   */
  public synchronized ReconcileException away(String message, Throwable cause) {
    Duration pause = isLong() ? down : Duration.ZERO;
    return failed(pause, after -> new ReconcileException.Unobservable(message, cause));
  }

  /** Records a failure that only the operator can fix. Returns the exception to throw. */
  public synchronized ReconcileException refused(String message) {
    return failed(REFUSED, after -> new ReconcileException.Stalled(message));
  }

  /** Records a failed read. Returns the exception to throw. */
  public synchronized ReconcileException unreadable(String message, Throwable cause) {
    return failed(down, after -> new ReconcileException.Unobservable(message, cause));
  }

  private boolean isLong() {
    Instant now = clock.instant();
    Instant since = troubleSince.orElse(now);
    troubleSince = Optional.of(since);
    return Duration.between(since, now).compareTo(PATIENCE) > 0;
  }

  private ReconcileException failed(
      Duration pause, Function<Duration, ReconcileException> failure) {
    lastTry = clock.instant();
    nextTry = lastTry.plus(pause);
    lastFailure = failure;
    return failure.apply(pause);
  }
}
