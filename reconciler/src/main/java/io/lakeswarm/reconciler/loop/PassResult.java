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
 * @param differing the resources that were not as desired, by their name in metrics
 * @param requeueAfter when the controller wants its next pass; empty = at the next resync
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

  /** Returns the result of a complete pass; single steps may have failed. */
  static PassResult done(
      Plan plan, ApplyReport report, Set<String> differing, Optional<Duration> requeueAfter) {
    return new PassResult(plan, report, differing, requeueAfter, Optional.empty());
  }

  /** Returns the result of a pass that ended early; {@code report} has the writes before that. */
  static PassResult broken(ReconcileException failure, ApplyReport report) {
    return new PassResult(Plan.EMPTY, report, Set.of(), Optional.empty(), Optional.of(failure));
  }

  /** Returns how it ended, in one word. */
  Outcome outcome() {
    if (failure.isPresent()) {
      return outcome(failure.get());
    }
    if (report.failure().isPresent()) {
      return Outcome.FAILED;
    }
    if (report.refusal().isPresent()) {
      return Outcome.REFUSED;
    }
    return plan.isEmpty() ? Outcome.UNCHANGED : Outcome.APPLIED;
  }

  private static Outcome outcome(ReconcileException failure) {
    if (failure instanceof ReconcileException.BrokeOff) {
      return Outcome.BROKE_OFF;
    }
    return failure instanceof ReconcileException.Waiting ? Outcome.WAITING : Outcome.FAILED;
  }

  /** The outcomes of a pass. */
  public enum Outcome {
    UNCHANGED,
    APPLIED,
    REFUSED,
    WAITING,
    FAILED,
    /** A bug: something other than a {@link ReconcileException} was thrown. */
    BROKE_OFF;

    /** Returns the metric label. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
