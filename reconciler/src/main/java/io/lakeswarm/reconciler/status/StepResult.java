package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.plan.Step;

/**
 * The result of one step.
 *
 * @param detail why it was refused or failed; empty when it was applied
 */
public record StepResult(Step step, Outcome outcome, String detail) {

  /** The three outcomes of a write. */
  public enum Outcome {
    /** The remote side accepted the write; the next observation shows whether it took effect. */
    APPLIED,
    /** The object changed since it was observed: nothing was written, observe and decide again. */
    REFUSED,
    /**
     * The write failed or its outcome is unknown: the pass stops and the next comes after a
     * backoff.
     */
    FAILED
  }

  /** Returns the result of an accepted write. */
  public static StepResult applied(Step step) {
    return new StepResult(step, Outcome.APPLIED, "");
  }

  /** Returns the result of a refused write: another writer changed the object first. */
  public static StepResult refused(Step step, String detail) {
    return new StepResult(step, Outcome.REFUSED, detail);
  }

  /**
   * Returns the result of a failed write; {@code detail} names cause and remedy and holds no
   * secret.
   */
  public static StepResult failed(Step step, String detail) {
    return new StepResult(step, Outcome.FAILED, detail);
  }
}
