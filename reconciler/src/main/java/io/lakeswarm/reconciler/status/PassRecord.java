package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One pass as the history keeps it: text, so that it can be read back long after its plan is gone.
 *
 * @param sequence the number of the pass; its steps and conditions have the numbers right before
 *     it. 0 = not in the history yet
 * @param trigger why the pass ran
 * @param conditions those whose status changed
 */
public record PassRecord(
    long sequence,
    String controller,
    String trigger,
    Instant start,
    Duration duration,
    String outcome,
    List<StepRecord> steps,
    List<ConditionRecord> conditions) {

  /** Takes copies of the lists. */
  public PassRecord {
    steps = List.copyOf(steps);
    conditions = List.copyOf(conditions);
  }

  /**
   * One write.
   *
   * @param message why it was refused or failed; empty when it was applied
   * @param observedRestarts the tasks that ended since and that this step predicted; empty before
   *     the next observation
   */
  public record StepRecord(
      String action,
      String target,
      String detail,
      String cause,
      String version,
      String outcome,
      String message,
      List<String> predictedRestarts,
      Optional<List<String>> observedRestarts) {

    /** Takes copies of the lists. */
    public StepRecord {
      predictedRestarts = List.copyOf(predictedRestarts);
      observedRestarts = observedRestarts.map(List::copyOf);
    }

    /** Returns the record of a step's result. */
    public static StepRecord of(StepResult result) {
      Step step = result.step();
      return new StepRecord(
          step.action().verb(),
          step.action().target(),
          step.action().detail(),
          step.cause(),
          step.version(),
          result.outcome().name().toLowerCase(Locale.ROOT),
          result.detail(),
          step.predictedRestarts(),
          Optional.empty());
    }

    StepRecord observing(Optional<List<String>> tasks) {
      return new StepRecord(
          action, target, detail, cause, version, outcome, message, predictedRestarts, tasks);
    }
  }

  /**
   * One change of status.
   *
   * @param from the status before; empty when the condition was not known
   */
  public record ConditionRecord(
      String type, String from, String to, String reason, String message) {

    /** Returns a change as text. */
    public static ConditionRecord of(Transition transition) {
      Condition to = transition.to();
      return new ConditionRecord(
          to.type().text(),
          transition.from().map(ConditionStatus::text).orElse(""),
          to.status().text(),
          to.reason(),
          to.message());
    }
  }

  /** Returns true when something was written, or when a condition changed. */
  public boolean changedSomething() {
    String applied = StepResult.Outcome.APPLIED.name().toLowerCase(Locale.ROOT);
    return !conditions.isEmpty() || steps.stream().anyMatch(s -> s.outcome().equals(applied));
  }

  /** Returns true when the same steps of the same controller ended in the same way. */
  public boolean repeats(PassRecord earlier) {
    return controller.equals(earlier.controller) && unobserved().equals(earlier.unobserved());
  }

  private List<StepRecord> unobserved() {
    return steps.stream().map(step -> step.observing(Optional.empty())).toList();
  }

  /** Returns the number of the first step or condition, or of the pass itself when it has none. */
  public long firstSequence() {
    return sequence - steps.size() - conditions.size();
  }

  /** Returns the same pass with its place in the history: its numbers begin at {@code first}. */
  public PassRecord beginningAt(long first) {
    return with(first + steps.size() + conditions.size(), steps, conditions);
  }

  /** Returns the same pass with the conditions that changed. */
  public PassRecord changing(List<Transition> transitions) {
    return with(sequence, steps, transitions.stream().map(ConditionRecord::of).toList());
  }

  /**
   * Returns the same pass with these tasks as the observed restarts of its step number {@code
   * index}.
   */
  public PassRecord observing(int index, List<String> tasks) {
    List<StepRecord> next = new ArrayList<>(steps);
    next.set(index, steps.get(index).observing(Optional.of(tasks)));
    return with(sequence, next, conditions);
  }

  private PassRecord with(long number, List<StepRecord> s, List<ConditionRecord> c) {
    return new PassRecord(number, controller, trigger, start, duration, outcome, s, c);
  }
}
