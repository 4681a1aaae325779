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
public final class ProbePace {
  /** The pause while a server comes up. */
  public static final Duration COMING_UP = Duration.ofMillis(500);

  /** The pause once it was away for a minute. */
  public static final Duration DOWN = Duration.ofSeconds(5);

  /** The pause after a refusal that only a person can solve. */
  public static final Duration REFUSED = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Clock clock;
  private Optional<Instant> troubleSince = Optional.empty();
  private Instant nextTry = Instant.MIN;
  private Function<Duration, ReconcileException> lastFailure;

  /** Counts from the first trouble on this clock. */
  public ProbePace(Clock clock) {
    this.clock = clock;
  }

  /** Throws the last failure while it is too early to ask again. */
  public synchronized void awaitTurn() {
    Instant now = clock.instant();
    if (lastFailure != null && now.isBefore(nextTry)) {
      throw lastFailure.apply(Duration.between(now, nextTry));
    }
  }

  /** The server answered as a healthy one does. */
  public synchronized void healthy() {
    troubleSince = Optional.empty();
    lastFailure = null;
  }

  /** Something to wait for: the exception to throw, with the time until the next try. */
  public synchronized ReconcileException waiting(String message) {
    Instant now = clock.instant();
    Instant since = troubleSince.orElse(now);
    troubleSince = Optional.of(since);
    Duration pause = Duration.between(since, now).compareTo(PATIENCE) > 0 ? DOWN : COMING_UP;
    return failed(pause, after -> new ReconcileException.Waiting(message, after));
  }

  /** Something only a person can solve: the exception to throw. */
  public synchronized ReconcileException refused(String message) {
    return failed(REFUSED, after -> new ReconcileException.Stalled(message));
  }

  /** Something that could not be read: the exception to throw. */
  public synchronized ReconcileException unreadable(String message, Throwable cause) {
    return failed(DOWN, after -> new ReconcileException.Unobservable(message, cause));
  }

  private ReconcileException failed(
      Duration pause, Function<Duration, ReconcileException> failure) {
    nextTry = clock.instant().plus(pause);
    lastFailure = failure;
    return failure.apply(pause);
  }
}
