package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.desired.WorkersSpec;
import io.lakeswarm.reconciler.observed.MasterView;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import java.time.Instant;
import java.util.List;

/** What is to be said about the Spark workers. */
public final class SparkConditions {
  private static final ConditionType TYPE = ConditionType.SPARK_WORKERS;

  private SparkConditions() {}

  /**
   * What one look tells; nothing when enough workers run and the master was not asked, because the
   * last condition then still holds.
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

  /** True as soon as the desired capacity is there, even while more than that is still going. */
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
              + " Workers without a task are left over from a node that was lost; they go when it returns.",
          now);
    }
    return Condition.isTrue(TYPE, "Converged", counts(wanted, observed), now);
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
