package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.plan.Step;

/**
 * What became of one step.
 *
 * @param detail why it was refused or failed; empty when it was applied
 */
public record StepResult(Step step, Outcome outcome, String detail) {

  /** The three ends of a write. */
  public enum Outcome {
    /** The remote side accepted the write; the next observation shows whether it took effect. */
    APPLIED,
    /** The object changed since it was observed: nothing was written, observe and decide again. */
    REFUSED,
    /**
     * The write failed or its fate is unknown: the pass stops and the next comes after a back-off.
     */
    FAILED
  }

  /** The write was accepted. */
  public static StepResult applied(Step step) {
    return new StepResult(step, Outcome.APPLIED, "");
  }

  /** Somebody else wrote first. */
  public static StepResult refused(Step step, String detail) {
    return new StepResult(step, Outcome.REFUSED, detail);
  }

  /** The write failed; {@code detail} names cause and remedy and holds no secret. */
  public static StepResult failed(Step step, String detail) {
    return new StepResult(step, Outcome.FAILED, detail);
  }
}
