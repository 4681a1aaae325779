package io.lakeswarm.reconciler.plan;

import java.util.List;
import java.util.stream.Collectors;

/** Ordered steps; a later step may count on the earlier ones having been applied. */
public record Plan(List<Step> steps) {

  /** Nothing to do. */
  public static final Plan EMPTY = new Plan(List.of());

  /** Takes a copy of the list. */
  public Plan {
    steps = List.copyOf(steps);
  }

  /** A plan of these steps in this order. */
  public static Plan of(Step... steps) {
    return new Plan(List.of(steps));
  }

  /** True when observed and desired agree as far as this plan's controller is concerned. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** True when its steps only remember what was seen: nothing differs from what is desired. */
  public boolean onlyRemembers() {
    return steps.stream().allMatch(step -> step.action() instanceof ResetAction.Remember);
  }

  /** One step a line, in order; equal plans have equal text. */
  @Override
  public String toString() {
    return steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
  }
}
