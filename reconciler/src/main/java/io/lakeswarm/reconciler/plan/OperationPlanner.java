package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.WorkersSpec;
import io.lakeswarm.reconciler.observed.ObservedOperations;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.Operation;
import java.util.ArrayList;
import java.util.List;

/** Decides which operations are over, by what is observed and not by what was tried. */
public final class OperationPlanner {

  /** What was asked for is there. */
  public static final String REACHED = "desired number reached";

  /** It took too long. */
  public static final String LATE = "deadline passed";

  /** Somebody asked for something else since. */
  public static final String SUPERSEDED = "superseded";

  /** It goes on, and there is more to tell. */
  public static final String PROGRESS = "steps were taken";

  private OperationPlanner() {}

  /** Stores {@code next} in place of the operation with its id. */
  public record UpdateOperation(Operation next) implements Action {
    @Override
    public Label label() {
      return Label.of("update-operation", "operation:" + next.id(), next.state().text());
    }
  }

  /** One step for each operation that changed. */
  public static Plan plan(WorkersSpec desired, ObservedOperations observed) {
    List<Step> steps = new ArrayList<>();
    for (Operation operation : observed.open()) {
      List<String> written = merged(operation, observed);
      if (operation.to() != desired.replicas()) {
        String why = "Superseded: " + desired.replicas() + " workers are desired by now.";
        steps.add(step(operation.with(Operation.State.FAILED, why, written), SUPERSEDED));
      } else if (isReached(desired, observed)) {
        steps.add(step(operation.with(Operation.State.SUCCEEDED, "", written), REACHED));
      } else if (observed.seenAt().isAfter(operation.deadline())) {
        String why =
            "Not finished by "
                + operation.deadline()
                + ". See GET /api/v1/status for what is in the way.";
        steps.add(step(operation.with(Operation.State.FAILED, why, written), LATE));
      } else if (written.size() > operation.steps().size()) {
        steps.add(step(operation.with(Operation.State.RUNNING, "", written), PROGRESS));
      }
    }
    return new Plan(steps);
  }

  private static boolean isReached(WorkersSpec desired, ObservedOperations observed) {
    int wanted = desired.replicas();
    return observed.spark().isPresent()
        && observed.spark().get().service().map(s -> s.replicas() == wanted).orElse(false)
        && hasExactly(wanted, observed.spark().get());
  }

  private static boolean hasExactly(int wanted, ObservedSpark spark) {
    return spark.running() == wanted
        && spark.openDrains().isEmpty()
        && spark.master().isKnown()
        && spark.master().registered() == wanted;
  }

  private static List<String> merged(Operation operation, ObservedOperations observed) {
    List<String> all = new ArrayList<>(operation.steps());
    for (String step : observed.written().getOrDefault(operation.id(), List.of())) {
      if (!all.contains(step)) {
        all.add(step);
      }
    }
    return all;
  }

  private static Step step(Operation next, String cause) {
    return Step.of(new UpdateOperation(next), cause);
  }
}
