package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.desired.WorkersSpec;
import io.lakeswarm.reconciler.observed.MasterView;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.TaskState;
import io.lakeswarm.reconciler.observed.WorkerTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Computes the condition of the Spark workers. */
public final class SparkConditions {
  private static final ConditionType TYPE = ConditionType.SPARK_WORKERS;

  /** The exit code of a worker without a registration: DrainWorker's, and Spark's own. */
  private static final String NOT_REGISTERED = "non-zero exit (1)";

  /** How long the message of a converged service names the workers that failed before. */
  private static final Duration RECENT = Duration.ofMinutes(10);

  private SparkConditions() {}

  /**
   * Returns the condition after one pass. The list is empty when enough workers run and the master
   * was not read: the last condition then still holds.
   */
  public static List<Condition> after(
      WorkersSpec desired, ObservedSpark observed, ApplyReport report, Instant now) {
    boolean quick =
        observed.master().equals(MasterView.NOT_ASKED)
            && observed.service().isPresent()
            && report.failure().isEmpty()
            && observed.running() >= desired.replicas();
    return quick ? List.of() : List.of(of(desired, observed, report, now));
  }

  /**
   * Returns the condition: True as soon as the desired capacity is registered, even while further
   * workers still drain.
   */
  private static Condition of(
      WorkersSpec desired, ObservedSpark observed, ApplyReport report, Instant now) {
    if (observed.service().isEmpty()) {
      return Condition.isFalse(
          TYPE,
          "ServiceMissing",
          "The service spark-worker does not exist. Run make swarm_deploy.",
          now);
    }
    if (report.failure().isPresent()) {
      return Condition.isFalse(TYPE, "ApplyFailed", report.failure().get().detail(), now);
    }
    MasterView master = observed.master();
    if (!master.isKnown() && !master.equals(MasterView.NOT_ASKED)) {
      return Condition.unknown(TYPE, "MasterUnreadable", master.problem(), now);
    }
    int wanted = desired.replicas();
    int running = observed.running();
    int unregistered = observed.unregistered().size();
    if (running >= wanted && running - unregistered < wanted) {
      return Condition.isFalse(TYPE, "WorkerNotRegistered", notRegistered(wanted, observed), now);
    }
    if (!master.isKnown() || running < wanted || master.registered() < wanted) {
      return Condition.isFalse(TYPE, "TooFewWorkers", counts(wanted, observed), now);
    }
    if (!observed.openDrains().isEmpty() || observed.service().get().replicas() != wanted) {
      return Condition.isTrue(TYPE, "ScalingDown", counts(wanted, observed), now);
    }
    if (master.registered() > running) {
      return Condition.isTrue(
          TYPE,
          "UnknownWorkersRegistered",
          counts(wanted, observed)
              + " Workers without a task are left over from a node that was lost; they go when it"
              + " returns.",
          now);
    }
    return Condition.isTrue(
        TYPE, "Converged", counts(wanted, observed) + replaced(observed, now), now);
  }

  private static String notRegistered(int wanted, ObservedSpark observed) {
    return counts(wanted, observed)
        + observed.unregistered().stream()
            .map(SparkConditions::place)
            .collect(
                Collectors.joining(
                    ", ",
                    " The master does not list ",
                    ". Such a worker exits with code 1 after 30 s, and Swarm starts another."));
  }

  /** Names each worker that failed and has a successor: the history keeps this message. */
  private static String replaced(ObservedSpark observed, Instant now) {
    return observed.tasks().stream()
        .filter(task -> task.state() == TaskState.FAILED)
        .filter(
            task -> observed.successor(task).stream().anyMatch(t -> t.isYoungerThan(RECENT, now)))
        .map(task -> " Swarm replaced " + place(task) + ": " + cause(task))
        .collect(Collectors.joining());
  }

  private static String cause(WorkerTask task) {
    return task.error().contains(NOT_REGISTERED)
        ? task.error() + ", the worker was not registered with the master."
        : task.error() + ". Run make logs S=spark-worker.";
  }

  private static String place(WorkerTask task) {
    return "task %s on %s (%s)".formatted(task.id(), task.hostname(), task.address());
  }

  private static String counts(int wanted, ObservedSpark observed) {
    String registered =
        observed.master().isKnown()
            ? String.valueOf(observed.master().registered())
            : "an unknown number";
    int draining = observed.openDrains().size();
    return "%d desired, %d running, %s registered%s."
        .formatted(
            wanted,
            observed.running(),
            registered,
            draining == 0 ? "" : ", " + draining + " draining");
  }
}
