package io.lakeswarm.reconciler.swarm;

import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.StepResult;

/** The engine refused one request; nothing was changed by it. */
public final class DockerRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  /** The refusals that callers can react to. */
  public enum Reason {
    /** There is no such object. */
    NOT_FOUND,
    /** An object of that name exists. */
    NAME_TAKEN,
    /** The object has another version by now. */
    OUT_OF_SEQUENCE,
    /** The request itself is wrong. */
    INVALID
  }

  DockerRefusal(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Returns how the refused step ended: a request that is wrong itself fails, as it will again. */
  public StepResult of(Step step) {
    return reason == Reason.INVALID
        ? StepResult.failed(step, getMessage())
        : StepResult.refused(step, getMessage());
  }

  /** Returns the reason. */
  public Reason reason() {
    return reason;
  }
}
