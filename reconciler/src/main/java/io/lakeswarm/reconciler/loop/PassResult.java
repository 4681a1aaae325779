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

  /** The pass ended early; {@code report} has the writes it did before. */
  static PassResult broken(ReconcileException failure, ApplyReport report) {
    return new PassResult(Plan.EMPTY, report, Set.of(), Optional.empty(), Optional.of(failure));
  }

  /** How it ended, in one word. */
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

  /** The ends a pass can have. */
  public enum Outcome {
    UNCHANGED,
    APPLIED,
    REFUSED,
    WAITING,
    FAILED,
    /** A bug: something else than a {@link ReconcileException} was thrown. */
    BROKE_OFF;

    /** The metric label. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
