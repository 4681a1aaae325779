package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.status.ApplyReport;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How a pass ended.
 *
 * @param differing the resources that were not as they should be, by their name in metrics
 * @param requeueAfter when the controller wants to look again; empty = at the next resync
 * @param failure why the pass could not be finished
 */
public record PassResult(
    Plan plan,
    ApplyReport report,
    Set<String> differing,
    Optional<Duration> requeueAfter,
    Optional<ReconcileException> failure) {

  /** Takes a copy of the set. */
  public PassResult {
    differing = Set.copyOf(differing);
  }

  /** The pass went through; single steps may have failed. */
  static PassResult done(
      Plan plan, ApplyReport report, Set<String> differing, Optional<Duration> requeueAfter) {
    return new PassResult(plan, report, differing, requeueAfter, Optional.empty());
  }

  /** The pass broke off. */
  static PassResult broken(ReconcileException failure) {
    return new PassResult(
        Plan.EMPTY, ApplyReport.NOTHING, Set.of(), Optional.empty(), Optional.of(failure));
  }

  /** How it ended, in one word. */
  Outcome outcome() {
    if (failure.isPresent()) {
      return failure.get() instanceof ReconcileException.Waiting ? Outcome.WAITING : Outcome.FAILED;
    }
    if (report.failure().isPresent()) {
      return Outcome.FAILED;
    }
    if (report.refusal().isPresent()) {
      return Outcome.REFUSED;
    }
    return plan.isEmpty() ? Outcome.UNCHANGED : Outcome.APPLIED;
  }

  /** The ends a pass can have. */
  public enum Outcome {
    UNCHANGED,
    APPLIED,
    REFUSED,
    WAITING,
    FAILED;

    /** The metric label. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
