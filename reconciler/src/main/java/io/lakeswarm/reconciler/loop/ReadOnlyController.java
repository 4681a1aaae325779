package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;

/** A controller that reports conditions and has no action. */
public interface ReadOnlyController<O> extends Controller<O> {
  @Override
  default Plan plan(DesiredState desired, O observed) {
    return Plan.EMPTY;
  }

  @Override
  default void apply(Step step) {
    throw new IllegalArgumentException("Cannot apply " + step + ": " + name() + " only reads.");
  }
}
