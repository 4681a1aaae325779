package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.StepResult;

/** A controller that looks and tells, and has no action. */
public interface Watcher<O> extends Controller<O> {
  @Override
  default Plan plan(DesiredState desired, O observed) {
    return Plan.EMPTY;
  }

  @Override
  default StepResult apply(Step step) {
    throw new IllegalArgumentException("Cannot apply " + step + ": " + name() + " only watches.");
  }
}
