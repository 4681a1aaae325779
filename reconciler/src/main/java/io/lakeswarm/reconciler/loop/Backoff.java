package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.plan.Plan;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Computes the wait before the next pass from the results of earlier passes; reads no clock. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int REFUSALS_AT_ONCE = 5;

  private final Duration resync;
  private final Duration unwoken;
  private final RandomGenerator random;
  private int failures;
  private int refusals;
  private Plan lastPlan = Plan.EMPTY;

  /**
   * Creates a backoff. The resync should wake the loop every {@code resync}; if it does not, the
   * loop wakes itself.
   */
  Backoff(Duration resync, RandomGenerator random) {
    this.resync = resync;
    // With equal periods both would fire together, and each pass would run twice.
    this.unwoken = resync.multipliedBy(2);
    this.random = random;
  }

  /** Returns the wait after {@code result}. */
  Duration after(PassResult result) {
    PassResult.Outcome outcome = result.outcome();
    refusals = outcome == PassResult.Outcome.REFUSED ? refusals + 1 : 0;
    boolean again = !result.plan().isEmpty() && result.plan().equals(lastPlan);
    lastPlan = result.plan();
    boolean failed =
        outcome == PassResult.Outcome.FAILED || outcome == PassResult.Outcome.BROKE_OFF;
    if (failed || refusals > REFUSALS_AT_ONCE || again) {
      return failed(result);
    }
    failures = 0;
    return switch (outcome) {
      case REFUSED, APPLIED -> Duration.ZERO; // Observe whether it took effect.
      case WAITING -> ((ReconcileException.Waiting) result.failure().orElseThrow()).after();
      default -> result.requeueAfter().filter(wait -> wait.compareTo(resync) < 0).orElse(unwoken);
    };
  }

  /** Returns true while failures delay the passes. */
  boolean isHoldingBack() {
    return failures > 0;
  }

  private Duration failed(PassResult result) {
    Duration limit =
        result.failure().filter(ReconcileException.Unobservable.class::isInstance).isPresent()
            ? resync // A server that comes back must not wait for a minute.
            : LONGEST;
    long doubled = FIRST.toMillis() << Math.min(failures, 10);
    failures++;
    long millis = Math.min(doubled, limit.toMillis());
    return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
  }
}
