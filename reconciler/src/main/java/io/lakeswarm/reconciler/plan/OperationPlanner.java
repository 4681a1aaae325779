package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.WorkersSpec;
import io.lakeswarm.reconciler.observed.LastPass;
import io.lakeswarm.reconciler.observed.ObservedOperations;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides which operations have ended, by what is observed and not by what was attempted. */
public final class OperationPlanner {

  /** The requested number is reached. */
  public static final String REACHED = "desired number reached";

  /** A pass since the request observed or wrote everything as desired. */
  public static final String VERIFIED = "verified as desired";

  /** A pass since the request failed in a way that only the operator can fix. */
  public static final String STALLED = "needs a person";

  /** The operation did not end before its deadline. */
  public static final String LATE = "deadline passed";

  /** The desired number changed after the request. */
  public static final String SUPERSEDED = "superseded";

  /** The operation continues and has new steps to report. */
  public static final String PROGRESS = "steps were taken";

  private OperationPlanner() {}

  private record End(Operation.State state, String why, String cause) {}

  /** Returns one step for each operation that changed. */
  public static Plan plan(WorkersSpec desired, ObservedOperations observed) {
    List<Step> steps = new ArrayList<>();
    for (Operation operation : observed.open()) {
      List<String> written = merged(operation, observed);
      Optional<End> end =
          operation.request() instanceof Operation.ScaleWorkers scale
              ? end(scale, desired, observed)
              : end(operation, observed);
      end = end.or(() -> late(operation, observed));
      if (end.isPresent()) {
        Operation ended = operation.with(end.get().state(), end.get().why(), written);
        steps.add(step(ended, end.get().cause()));
      } else if (written.size() > operation.steps().size()) {
        steps.add(step(operation.with(Operation.State.RUNNING, "", written), PROGRESS));
      }
    }
    return new Plan(steps);
  }

  private static Optional<End> end(
      Operation.ScaleWorkers scale, WorkersSpec desired, ObservedOperations observed) {
    if (scale.to() != desired.replicas()) {
      String why = "Superseded: " + desired.replicas() + " workers are desired by now.";
      return Optional.of(new End(Operation.State.FAILED, why, SUPERSEDED));
    }
    return isReached(desired, observed)
        ? Optional.of(new End(Operation.State.SUCCEEDED, "", REACHED))
        : Optional.empty();
  }

  /** Returns the end of a bootstrap; a pass that began before the request does not count. */
  private static Optional<End> end(Operation bootstrap, ObservedOperations observed) {
    LastPass pass = observed.passes().get(bootstrap.request().controller());
    if (pass == null || pass.began().isBefore(bootstrap.created())) {
      return Optional.empty();
    }
    return switch (pass.verdict()) {
      case AS_DESIRED -> Optional.of(new End(Operation.State.SUCCEEDED, "", VERIFIED));
      case STALLED -> Optional.of(new End(Operation.State.FAILED, pass.message(), STALLED));
      case UNFINISHED -> Optional.empty();
    };
  }

  private static Optional<End> late(Operation operation, ObservedOperations observed) {
    if (!observed.seenAt().isAfter(operation.deadline())) {
      return Optional.empty();
    }
    LastPass pass = observed.passes().get(operation.request().controller());
    String last = pass == null || pass.message().isEmpty() ? "" : " Last seen: " + pass.message();
    String why =
        "Not finished by "
            + operation.deadline()
            + "."
            + last
            + " See GET /api/v1/status for what is in the way.";
    return Optional.of(new End(Operation.State.FAILED, why, LATE));
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
    return Step.of(new OperationAction.UpdateOperation(next), cause);
  }
}
