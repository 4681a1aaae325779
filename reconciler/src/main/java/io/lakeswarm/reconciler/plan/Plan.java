package io.lakeswarm.reconciler.plan;

import java.util.List;
import java.util.stream.Collectors;

/** Ordered steps; a later step may rely on the earlier ones having been applied. */
public record Plan(List<Step> steps) {

  /** The plan without steps. */
  public static final Plan EMPTY = new Plan(List.of());

  /** Takes a copy of the list. */
  public Plan {
    steps = List.copyOf(steps);
  }

  /** Returns a plan of these steps in this order. */
  public static Plan of(Step... steps) {
    return new Plan(List.of(steps));
  }

  /**
   * Returns true when observed and desired match, as far as this plan's controller is concerned.
   */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /**
   * Returns true when its steps only store what was observed: nothing differs from the desired
   * state.
   */
  public boolean onlyRemembers() {
    return steps.stream().allMatch(step -> step.action() instanceof ResetAction.Remember);
  }

  /** Returns one step a line, in order; equal plans have equal text. */
  @Override
  public String toString() {
    return steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
  }
}
