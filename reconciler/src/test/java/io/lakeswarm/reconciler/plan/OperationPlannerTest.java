package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.desired.WorkersSpec;
import io.lakeswarm.reconciler.observed.LastPass;
import io.lakeswarm.reconciler.observed.MasterView;
import io.lakeswarm.reconciler.observed.ObservedOperations;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.observed.SparkWorker;
import io.lakeswarm.reconciler.observed.TaskState;
import io.lakeswarm.reconciler.observed.WorkerService;
import io.lakeswarm.reconciler.observed.WorkerTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperationPlannerTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant DEADLINE = T0.plusSeconds(1800);

  @Test
  void endsWhenTheNumberIsSeenEverywhere() {
    assertThat(plan(2, T0, spark(2, 2, 2), List.of()))
        .isEqualTo("update-operation operation:op1 Succeeded # desired number reached");
    assertThat(plan(2, T0, spark(2, 2, 1), List.of())).isEmpty();
    assertThat(plan(2, T0, spark(2, 1, 2), List.of())).isEmpty();
    assertThat(plan(2, T0, spark(3, 2, 2), List.of())).isEmpty();
  }

  @Test
  void failsLateOrSuperseded() {
    assertThat(plan(2, DEADLINE.plusSeconds(1), spark(2, 2, 1), List.of()))
        .isEqualTo("update-operation operation:op1 Failed # deadline passed");
    assertThat(plan(5, T0, spark(5, 5, 5), List.of()))
        .isEqualTo("update-operation operation:op1 Failed # superseded");
  }

  @Test
  void tellsNewSteps() {
    assertThat(plan(2, T0, spark(1, 1, 1), List.of("scaled")))
        .isEqualTo("update-operation operation:op1 Running # steps were taken");
    assertThat(plan(2, T0, spark(1, 1, 1), List.of("old"))).isEmpty();
  }

  @Test
  void aBootstrapEndsWithAPassThatBeganAfterIt() {
    assertThat(bootstrap(pass(T0.minusMillis(1), LastPass.Verdict.AS_DESIRED), T0)).isEmpty();
    assertThat(bootstrap(pass(T0.minusMillis(1), LastPass.Verdict.STALLED), T0)).isEmpty();
    assertThat(bootstrap(pass(T0, LastPass.Verdict.UNFINISHED), DEADLINE)).isEmpty();
    assertThat(bootstrap(Map.of(), DEADLINE)).isEmpty();
    assertThat(bootstrap(pass(T0, LastPass.Verdict.AS_DESIRED), T0))
        .isEqualTo("update-operation operation:op1 Succeeded # verified as desired");
    assertThat(bootstrap(pass(T0, LastPass.Verdict.STALLED), T0))
        .isEqualTo("update-operation operation:op1 Failed # needs a person");
    assertThat(bootstrap(pass(T0, LastPass.Verdict.UNFINISHED), DEADLINE.plusSeconds(1)))
        .isEqualTo("update-operation operation:op1 Failed # deadline passed");
    assertThat(bootstrap(Map.of(), DEADLINE.plusSeconds(1)))
        .isEqualTo("update-operation operation:op1 Failed # deadline passed");
  }

  @Test
  void aFailedBootstrapSaysWhatWasSeenLast() {
    Plan late = bootstrapPlan(pass(T0, LastPass.Verdict.UNFINISHED), DEADLINE.plusSeconds(1));
    assertThat(outcome(late)).contains("Not finished by " + DEADLINE, "root was refused");
    assertThat(outcome(bootstrapPlan(pass(T0, LastPass.Verdict.STALLED), T0)))
        .isEqualTo("root was refused");
  }

  private static String outcome(Plan plan) {
    return ((OperationAction.UpdateOperation) plan.steps().get(0).action()).next().outcome();
  }

  private static Map<String, LastPass> pass(Instant began, LastPass.Verdict verdict) {
    LastPass other = new LastPass(T0, LastPass.Verdict.AS_DESIRED, "");
    return Map.of("minio", new LastPass(began, verdict, "root was refused"), "nessie", other);
  }

  private static String bootstrap(Map<String, LastPass> passes, Instant now) {
    return bootstrapPlan(passes, now).toString();
  }

  private static Plan bootstrapPlan(Map<String, LastPass> passes, Instant now) {
    Operation open =
        new Operation(
            "op1",
            new Operation.Bootstrap("minio"),
            "",
            T0,
            DEADLINE,
            Operation.State.RUNNING,
            "",
            List.of());
    return OperationPlanner.plan(
        new WorkersSpec(2, 0, 16),
        new ObservedOperations(List.of(open), Optional.empty(), passes, Map.of(), now));
  }

  private static String plan(int desired, Instant now, ObservedSpark spark, List<String> written) {
    Operation open =
        new Operation(
            "op1",
            new Operation.ScaleWorkers(1, 2),
            "",
            T0,
            DEADLINE,
            Operation.State.RUNNING,
            "",
            List.of("old"));
    ObservedOperations seen =
        new ObservedOperations(
            List.of(open), Optional.of(spark), Map.of(), Map.of("op1", written), now);
    return OperationPlanner.plan(new WorkersSpec(desired, 0, 16), seen).toString();
  }

  private static ObservedSpark spark(int replicas, int running, int registered) {
    List<WorkerTask> tasks = new ArrayList<>();
    for (int i = 1; i <= running; i++) {
      tasks.add(new WorkerTask("t" + i, i, "a", "a", "10.0.0." + i, TaskState.RUNNING, true, ""));
    }
    List<SparkWorker> workers = new ArrayList<>();
    for (int i = 1; i <= registered; i++) {
      workers.add(new SparkWorker("w" + i, "10.0.0." + i, SparkWorker.State.ALIVE, 1, 0));
    }
    WorkerService service =
        new WorkerService("svc", "spark_spark-worker", 1, replicas, true, false, false);
    return new ObservedSpark(Optional.of(service), tasks, MasterView.of(workers), List.of());
  }
}
