package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.desired.WorkersSpec;
import io.lakeswarm.reconciler.observed.MasterView;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.RecordedDrain;
import io.lakeswarm.reconciler.observed.SparkWorker;
import io.lakeswarm.reconciler.observed.TaskState;
import io.lakeswarm.reconciler.observed.WorkerService;
import io.lakeswarm.reconciler.observed.WorkerTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Worlds as one line: each worker is {@code node:state}, where state is a number of cores in use
 * (running), {@code new}, {@code start}, {@code done}, {@code told} (decommissioned) or {@code
 * lost} (running, but the master does not know it).
 */
class SparkPlannerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "2|a:0 b:0|-",
        "3|a:0 b:0|scale service:spark-worker 2 -> 3 @41 # replicas below desired",
        "2|a:1 b:1 a:new b:new|scale service:spark-worker 4 -> 2 @41 # replicas above desired",
        "2|a:1 b:0 b:done|scale service:spark-worker 3 -> 2 @41 # completed worker fills a slot",
        "3|a:done b:1 b:1|scale service:spark-worker 3 -> 4 @41 # completed worker fills a slot",
        "2|a:1 a:done|scale service:spark-worker 2 -> 1 @41 # completed worker fills a slot",
        "1|a:1 b:0|record-drain worker:t2 # workers above desired;drain worker:t2 at 10.0.0.2 # workers above desired",
        "1|a:1 a:1 b:0|record-drain worker:t2 # workers above desired;drain worker:t2 at 10.0.0.2 # workers above desired;record-drain worker:t3 # workers above desired;drain worker:t3 at 10.0.0.3 # workers above desired",
        "2|a:1 a:1 b:0|record-drain worker:t2 # workers above desired;drain worker:t2 at 10.0.0.2 # workers above desired",
        "1|a:0 a:1 b:0|record-drain worker:t1 # workers above desired;drain worker:t1 at 10.0.0.1 # workers above desired;record-drain worker:t3 # workers above desired;drain worker:t3 at 10.0.0.3 # workers above desired",
        "1|a:1 b:told|-",
        "1|a:1 b:lost|record-drain worker:t1 # workers above desired;drain worker:t1 at 10.0.0.1 # workers above desired",
        "1|a:lost b:lost|-",
        "0|a:1 b:1 c:1|record-drain worker:t3 # workers above desired;drain worker:t3 at 10.0.0.3 # workers above desired"
      })
  void decides(int desired, String world, String plan) {
    assertThat(SparkPlanner.plan(new WorkersSpec(desired, 0, 16), world(world)).toString())
        .isEqualTo(plan == null ? "" : plan.replace(";", "\n"));
  }

  @Test
  void aTaskOnAnEmptierNodeMustNotCostAWorkingOne() {
    // Swarm would remove the second copy on a, which works; the new task on b would stay.
    Plan plan = SparkPlanner.plan(new WorkersSpec(2, 0, 16), world("a:1 a:1 b:new"));

    assertThat(plan.toString()).startsWith("record-drain").doesNotContain("scale");
  }

  @Test
  void withoutTheMasterNobodyIsDrained() {
    ObservedSpark seen = world("a:0 b:0 c:0");
    ObservedSpark blind = with(seen, MasterView.unreadable("down"), List.of());

    assertThat(SparkPlanner.plan(new WorkersSpec(1, 0, 16), blind)).isEqualTo(Plan.EMPTY);
  }

  @Test
  void withoutTheMasterNewTasksGoAndStartingOnesStay() {
    MasterView down = MasterView.NOT_ASKED;
    WorkersSpec one = new WorkersSpec(1, 0, 16);

    assertThat(SparkPlanner.isDecidedBySwarm(one, with(world("a:1 b:new"), down, List.of())))
        .isTrue();
    assertThat(SparkPlanner.isDecidedBySwarm(one, with(world("a:1 b:start"), down, List.of())))
        .isFalse();
  }

  @Test
  void aRecordedDrainIsToldAfterARestart() {
    ObservedSpark seen = world("a:1 b:0");
    ObservedSpark recorded = with(seen, seen.master(), List.of(drain(2, true)));

    assertThat(SparkPlanner.plan(new WorkersSpec(1, 0, 16), recorded).toString())
        .isEqualTo("drain worker:t2 at 10.0.0.2 # drain recorded");
  }

  @Test
  void aRecordedDrainIsRevokedWhenTheWorkerIsWantedAgain() {
    ObservedSpark seen = world("a:1 b:0");
    ObservedSpark recorded = with(seen, seen.master(), List.of(drain(2, true)));

    assertThat(SparkPlanner.plan(new WorkersSpec(2, 0, 16), recorded).toString())
        .isEqualTo("forget-drain worker:t2 # drain no longer needed");
  }

  @Test
  void aBusyDrainKeepsOtherBusyWorkersAndNotTheIdleOnes() {
    ObservedSpark seen = world("a:told b:1 c:1");
    List<RecordedDrain> busy = List.of(drain(1, false));
    WorkersSpec one = new WorkersSpec(1, 0, 16);

    assertThat(SparkPlanner.plan(one, with(seen, seen.master(), busy))).isEqualTo(Plan.EMPTY);
    ObservedSpark idleToo = world("a:told b:1 c:0");
    assertThat(SparkPlanner.plan(one, with(idleToo, idleToo.master(), busy)).toString())
        .contains("drain worker:t3");
  }

  @Test
  void anEndedDrainIsForgotten() {
    ObservedSpark seen = world("a:1 b:0");
    ObservedSpark ended = with(seen, seen.master(), List.of(drain(9, true)));

    assertThat(SparkPlanner.plan(new WorkersSpec(2, 0, 16), ended).toString())
        .isEqualTo("forget-drain worker:t9 # drained worker ended");
  }

  @Test
  void aMissingServiceIsNotCreated() {
    ObservedSpark nothing =
        new ObservedSpark(Optional.empty(), List.of(), MasterView.of(List.of()), List.of());

    assertThat(SparkPlanner.plan(new WorkersSpec(2, 0, 16), nothing)).isEqualTo(Plan.EMPTY);
  }

  @Test
  void aRemovalThatSwarmDroppedIsAskedForAgainInTime() {
    ObservedSpark stuck = world("a:1 b:0 b:done");

    assertThat(SparkPlanner.plan(new WorkersSpec(2, 0, 16), counting(stuck, 2, false)))
        .isEqualTo(Plan.EMPTY);
    assertThat(SparkPlanner.plan(new WorkersSpec(2, 0, 16), counting(stuck, 2, true)).toString())
        .isEqualTo("scale service:spark-worker 2 -> 2 @41 # swarm left its last change unfinished");
    assertThat(SparkPlanner.plan(new WorkersSpec(4, 0, 16), counting(stuck, 2, false)))
        .as("a scale-up while Swarm still counts a completed slot would start nothing")
        .isEqualTo(Plan.EMPTY);
  }

  @Test
  void aReplicaWithoutATaskIsAskedForAgainInTime() {
    ObservedSpark few = world("a:1 b:0");

    assertThat(SparkPlanner.plan(new WorkersSpec(3, 0, 16), counting(few, 3, false)))
        .isEqualTo(Plan.EMPTY);
    assertThat(SparkPlanner.plan(new WorkersSpec(3, 0, 16), counting(few, 3, true)).toString())
        .isEqualTo("scale service:spark-worker 3 -> 3 @41 # swarm left its last change unfinished");
  }

  @Test
  void nobodyIsDrainedWhileSwarmRemovesASlotByItself() {
    ObservedSpark justScaled = counting(world("a:0 b:0 c:start"), 2, false);

    assertThat(SparkPlanner.plan(new WorkersSpec(2, 0, 16), justScaled)).isEqualTo(Plan.EMPTY);
  }

  @Test
  void noReminderThatWouldCostAWorkingOne() {
    ObservedSpark seen = counting(world("a:1 b:1 c:1"), 2, true);

    assertThat(SparkPlanner.plan(new WorkersSpec(2, 0, 16), seen).toString())
        .startsWith("record-drain")
        .doesNotContain("scale");
  }

  @Test
  void whatGoesIsPredicted() {
    Plan plan = SparkPlanner.plan(new WorkersSpec(1, 0, 16), world("a:1 b:new"));

    assertThat(plan.steps().get(0).predictedRestarts()).containsExactly("task:t2");
  }

  private static RecordedDrain drain(int slot, boolean idle) {
    return new RecordedDrain("c" + slot, "t" + slot, "10.0.0." + slot, idle, Instant.EPOCH);
  }

  private static ObservedSpark with(
      ObservedSpark seen, MasterView master, List<RecordedDrain> drains) {
    return new ObservedSpark(seen.service(), seen.tasks(), master, drains);
  }

  private static ObservedSpark counting(ObservedSpark seen, int replicas, boolean overdue) {
    WorkerService service =
        new WorkerService("svc", "spark_spark-worker", 41, replicas, true, false, overdue);
    return new ObservedSpark(Optional.of(service), seen.tasks(), seen.master(), seen.drains());
  }

  private static ObservedSpark world(String line) {
    List<WorkerTask> tasks = new ArrayList<>();
    List<SparkWorker> workers = new ArrayList<>();
    for (String word : line.split(" ")) {
      int slot = tasks.size() + 1;
      String node = word.substring(0, word.indexOf(':'));
      String kind = word.substring(word.indexOf(':') + 1);
      String host = "10.0.0." + slot;
      TaskState state =
          switch (kind) {
            case "new" -> TaskState.NEW;
            case "start" -> TaskState.STARTING;
            case "done" -> TaskState.COMPLETE;
            default -> TaskState.RUNNING;
          };
      tasks.add(new WorkerTask("t" + slot, slot, node, node, host, state, state.isLive(), "2026"));
      if (kind.equals("told")) {
        workers.add(new SparkWorker("w" + slot, host, SparkWorker.State.DECOMMISSIONED, 1, 0));
      } else if (kind.matches("\\d")) {
        workers.add(
            new SparkWorker("w" + slot, host, SparkWorker.State.ALIVE, 1, Integer.parseInt(kind)));
      }
    }
    WorkerService service =
        new WorkerService("svc", "spark_spark-worker", 41, tasks.size(), true, false, false);
    return new ObservedSpark(Optional.of(service), tasks, MasterView.of(workers), List.of());
  }
}
