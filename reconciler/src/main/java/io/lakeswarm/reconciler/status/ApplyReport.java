package io.lakeswarm.reconciler.status;

import java.util.List;
import java.util.Optional;

/** The results of one pass, step by step; the steps after a refused or failed one are missing. */
public record ApplyReport(List<StepResult> results) {

  /** Nothing was written. */
  public static final ApplyReport NOTHING = new ApplyReport(List.of());

  /** Takes a copy of the list. */
  public ApplyReport {
    results = List.copyOf(results);
  }

  /** Returns the failed step, if the pass had one. */
  public Optional<StepResult> failure() {
    return first(StepResult.Outcome.FAILED);
  }

  /** Returns the refused step, if the pass had one. */
  public Optional<StepResult> refusal() {
    return first(StepResult.Outcome.REFUSED);
  }

  /** Returns the step that ended the pass early: the failed step before the refused one. */
  public Optional<StepResult> undone() {
    return failure().or(this::refusal);
  }

  private Optional<StepResult> first(StepResult.Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).findFirst();
  }
}
