package io.lakeswarm.reconciler.probe;

import io.lakeswarm.reconciler.error.ReconcileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Bounds how often a server in trouble is asked, however often the loop is woken: while it comes up
 * twice a second, once it is down for a minute every 5 s, after a refused root every 15 s. Between
 * two tries the last failure is told again without a call.
 */
public final class ProbeInterval {
  /** The pause while a server comes up. */
  public static final Duration COMING_UP = Duration.ofMillis(500);

  /** The pause once it was away for a minute. */
  public static final Duration DOWN = Duration.ofSeconds(5);

  /** The pause after a refusal that only a person can solve. */
  public static final Duration REFUSED = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Clock clock;
  private final Duration down;
  private Optional<Instant> troubleSince = Optional.empty();
  private Instant lastTry = Instant.MIN;
  private Instant nextTry = Instant.MIN;
  private Function<Duration, ReconcileException> lastFailure;

  /** Counts from the first trouble on this clock. */
  public ProbeInterval(Clock clock) {
    this(clock, 1);
  }

  /** The pace of one among {@code sharers} that ask the same server. */
  public ProbeInterval(Clock clock, int sharers) {
    this.clock = clock;
    this.down = DOWN.multipliedBy(sharers);
  }

  /** Throws the last failure while it is too early to ask again. */
  public synchronized void awaitTurn() {
    Instant now = clock.instant();
    if (isTooEarly(now)) {
      throw lastFailure.apply(Duration.between(now, nextTry));
    }
  }

  /** True while it is too early to ask again. */
  public synchronized boolean isTooEarly() {
    return isTooEarly(clock.instant());
  }

  private boolean isTooEarly(Instant now) {
    boolean clockWentBack = now.isBefore(lastTry); // Else a server would be left alone for as long.
    return lastFailure != null && now.isBefore(nextTry) && !clockWentBack;
  }

  /** Somebody wants to know now: the next try is not too early. */
  public synchronized void tryNow() {
    nextTry = Instant.MIN;
  }

  /** The server answered as a healthy one does. */
  public synchronized void healthy() {
    troubleSince = Optional.empty();
    lastFailure = null;
  }

  /** Something to wait for: the exception to throw, with the time until the next try. */
  public synchronized ReconcileException waiting(String message) {
    Duration pause = isLong() ? down : COMING_UP;
    return failed(pause, after -> new ReconcileException.Waiting(message, after));
  }

  /** No answer at all: asked at will for a minute, then every few seconds. */
  public synchronized ReconcileException away(String message, Throwable cause) {
    Duration pause = isLong() ? down : Duration.ZERO;
    return failed(pause, after -> new ReconcileException.Unobservable(message, cause));
  }

  /** Something only a person can solve: the exception to throw. */
  public synchronized ReconcileException refused(String message) {
    return failed(REFUSED, after -> new ReconcileException.Stalled(message));
  }

  /** Something that could not be read: the exception to throw. */
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
