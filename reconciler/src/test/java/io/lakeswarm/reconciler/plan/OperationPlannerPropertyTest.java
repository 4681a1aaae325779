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
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class OperationPlannerPropertyTest {
  private static final int STATES = 7_000;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant CREATED = NOW.minusSeconds(60);
  private static final List<String> CONTROLLERS = List.of("minio", "nessie");

  @Test
  void fromAnyStateEveryOperationIsToldAsItIs() {
    int changed = everyOperationIsToldBy(OperationPlanner::plan);
    assertThat(changed).isBetween(STATES / 2, STATES - 1);
  }

  @Test
  void plantedBugsAreCaught() {
    Catching.assertCaught(
        "does not ask the master", () -> everyOperationIsToldBy((d, s) -> trusting(d, s)));
    Catching.assertCaught(
        "never gives up",
        () ->
            everyOperationIsToldBy(
                (desired, seen) -> OperationPlanner.plan(desired, at(seen, Instant.MIN))));
    Catching.assertCaught(
        "takes a pass from before the request for a proof",
        () ->
            everyOperationIsToldBy((desired, seen) -> OperationPlanner.plan(desired, hasty(seen))));
  }

  private static int everyOperationIsToldBy(
      BiFunction<WorkersSpec, ObservedOperations, Plan> planner) {
    int changed = 0;
    for (int seed = 0; seed < STATES; seed++) {
      Random random = new Random(seed);
      WorkersSpec desired = new WorkersSpec(random.nextInt(3), 0, 16);
      ObservedOperations seen = seen(random);
      Plan plan = planner.apply(desired, seen);
      assertThat(planner.apply(desired, seen)).isEqualTo(plan);
      assertThat(Cause.unlisted(plan)).isEmpty();
      Map<String, Operation> after = new TreeMap<>();
      seen.open().forEach(operation -> after.put(operation.id(), operation));
      for (Step step : plan.steps()) {
        Operation next = ((OperationAction.UpdateOperation) step.action()).next();
        assertThat(after.replace(next.id(), next)).as("seed %d", seed).isNotNull();
      }
      for (Operation operation : seen.open()) {
        assertThat(after.get(operation.id()).state())
            .as("seed %d: %s", seed, plan)
            .isEqualTo(truth(operation, desired, seen));
      }
      List<Operation> open =
          after.values().stream().filter(o -> o.state() == Operation.State.RUNNING).toList();
      ObservedOperations next =
          new ObservedOperations(open, seen.spark(), seen.passes(), seen.written(), seen.seenAt());
      assertThat(planner.apply(desired, next)).as("seed %d: %s", seed, plan).isEqualTo(Plan.EMPTY);
      changed += plan.isEmpty() ? 0 : 1;
    }
    return changed;
  }

  private static Operation.State truth(
      Operation operation, WorkersSpec desired, ObservedOperations seen) {
    if (operation.request() instanceof Operation.ScaleWorkers scale) {
      return truth(scale, operation, desired, seen);
    }
    LastPass pass = seen.passes().get(operation.request().controller());
    boolean counts = pass != null && !pass.began().isBefore(operation.created());
    if (counts && pass.verdict() != LastPass.Verdict.UNFINISHED) {
      return pass.verdict() == LastPass.Verdict.AS_DESIRED
          ? Operation.State.SUCCEEDED
          : Operation.State.FAILED;
    }
    return byTime(operation);
  }

  private static Operation.State truth(
      Operation.ScaleWorkers scale,
      Operation operation,
      WorkersSpec desired,
      ObservedOperations seen) {
    if (scale.to() != desired.replicas()) {
      return Operation.State.FAILED;
    }
    ObservedSpark spark = seen.spark().orElseThrow();
    int wanted = desired.replicas();
    boolean there =
        spark.service().orElseThrow().replicas() == wanted
            && spark.running() == wanted
            && spark.master().isKnown()
            && spark.master().registered() == wanted;
    return there ? Operation.State.SUCCEEDED : byTime(operation);
  }

  private static Operation.State byTime(Operation operation) {
    return NOW.isAfter(operation.deadline()) ? Operation.State.FAILED : Operation.State.RUNNING;
  }

  private static ObservedOperations seen(Random random) {
    List<Operation> open = new ArrayList<>();
    Map<String, List<String>> written = new TreeMap<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      open.add(operation("op" + i, request(random), NOW.plusSeconds(random.nextInt(5) - 1)));
      written.put("op" + i, random.nextBoolean() ? List.of("scaled") : List.of());
    }
    ObservedSpark spark = spark(random.nextInt(3), random.nextInt(3), random);
    return new ObservedOperations(open, Optional.of(spark), passes(random), written, NOW);
  }

  private static Operation.Request request(Random random) {
    return random.nextInt(3) > 0
        ? new Operation.ScaleWorkers(1, random.nextInt(3))
        : new Operation.Bootstrap(CONTROLLERS.get(random.nextInt(CONTROLLERS.size())));
  }

  private static Map<String, LastPass> passes(Random random) {
    Map<String, LastPass> passes = new TreeMap<>();
    for (String controller : CONTROLLERS) {
      if (random.nextInt(4) > 0) {
        LastPass.Verdict verdict = LastPass.Verdict.values()[random.nextInt(3)];
        Instant began = CREATED.plusSeconds(random.nextInt(5) - 2);
        passes.put(controller, new LastPass(began, verdict, "seen"));
      }
    }
    return passes;
  }

  private static Operation operation(String id, Operation.Request request, Instant deadline) {
    return new Operation(
        id, request, "", CREATED, deadline, Operation.State.RUNNING, "", List.of());
  }

  private static ObservedSpark spark(int replicas, int running, Random random) {
    List<WorkerTask> tasks = new ArrayList<>();
    List<SparkWorker> workers = new ArrayList<>();
    for (int i = 1; i <= running; i++) {
      String host = "10.0.0." + i;
      tasks.add(new WorkerTask("t" + i, i, "a", "a", host, TaskState.RUNNING, true, ""));
      if (random.nextInt(4) > 0) {
        workers.add(new SparkWorker("w" + i, host, SparkWorker.State.ALIVE, 1, 0));
      }
    }
    WorkerService service =
        new WorkerService("svc", "spark_spark-worker", 1, replicas, true, false, false);
    MasterView master =
        random.nextInt(5) == 0 ? MasterView.unreadable("down") : MasterView.of(workers);
    return new ObservedSpark(Optional.of(service), tasks, master, List.of());
  }

  /** As if every running worker were registered. */
  private static Plan trusting(WorkersSpec desired, ObservedOperations seen) {
    ObservedSpark spark = seen.spark().orElseThrow();
    List<SparkWorker> all =
        spark.tasks().stream()
            .map(t -> new SparkWorker(t.id(), t.address(), SparkWorker.State.ALIVE, 1, 0))
            .toList();
    ObservedSpark believed =
        new ObservedSpark(spark.service(), spark.tasks(), MasterView.of(all), spark.drains());
    return OperationPlanner.plan(
        desired,
        new ObservedOperations(
            seen.open(), Optional.of(believed), seen.passes(), seen.written(), seen.seenAt()));
  }

  private static ObservedOperations at(ObservedOperations seen, Instant time) {
    return new ObservedOperations(seen.open(), seen.spark(), seen.passes(), seen.written(), time);
  }

  /** As if every pass had begun just now. */
  private static ObservedOperations hasty(ObservedOperations seen) {
    Map<String, LastPass> passes = new TreeMap<>();
    seen.passes()
        .forEach((name, pass) -> passes.put(name, new LastPass(NOW, pass.verdict(), "seen")));
    return new ObservedOperations(seen.open(), seen.spark(), passes, seen.written(), NOW);
  }
}
