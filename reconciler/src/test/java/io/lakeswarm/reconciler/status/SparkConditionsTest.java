package io.lakeswarm.reconciler.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.desired.WorkersSpec;
import io.lakeswarm.reconciler.observed.MasterView;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.SparkWorker;
import io.lakeswarm.reconciler.observed.TaskState;
import io.lakeswarm.reconciler.observed.WorkerService;
import io.lakeswarm.reconciler.observed.WorkerTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SparkConditionsTest {
  private static final Instant START = Instant.parse("2026-11-29T10:00:00Z");
  private static final WorkerTask FIRST = running("t1", 1, "10.0.0.1", START);
  private static final WorkerTask SECOND = running("t2", 2, "10.0.0.2", START);
  private static final WorkerTask ENDED = failed("task: non-zero exit (1)");
  private static final WorkerTask THIRD = running("t3", 2, "10.0.0.3", START.plusSeconds(40));

  @Test
  void namesAWorkerThatRunsAndIsNotRegistered() {
    Condition condition = after(START, registered("10.0.0.1"), FIRST, SECOND);

    assertThat(condition.status()).isEqualTo(ConditionStatus.FALSE);
    assertThat(condition.reason()).isEqualTo("WorkerNotRegistered");
    assertThat(condition.message())
        .contains("2 desired, 2 running, 1 registered.", "task t2 on wsl-2 (10.0.0.2)");
  }

  @Test
  void aWorkerOfALostNodeDoesNotStandInForAnotherOne() {
    Condition condition = after(START, registered("10.0.0.1", "10.0.0.9"), FIRST, SECOND);

    assertThat(condition.reason()).isEqualTo("WorkerNotRegistered");
  }

  @Test
  void aStartingWorkerIsOneTooFewAndNotUnregistered() {
    assertThat(after(START, registered("10.0.0.1"), FIRST).reason()).isEqualTo("TooFewWorkers");
  }

  @Test
  void aMasterThatWasNotReadAccusesNoWorker() {
    MasterView recovering = MasterView.unreadable("it is RECOVERING");

    assertThat(observed(recovering, FIRST, SECOND).unregistered()).isEmpty();
    assertThat(after(START, recovering, FIRST, SECOND).reason()).isEqualTo("MasterUnreadable");
  }

  @Test
  void aDecommissionedWorkerIsListed() {
    MasterView view =
        MasterView.of(
            List.of(
                new SparkWorker("w1", "10.0.0.1", SparkWorker.State.ALIVE, 1, 0),
                new SparkWorker("w2", "10.0.0.2", SparkWorker.State.DECOMMISSIONED, 1, 0)));

    assertThat(observed(view, FIRST, SECOND).unregistered()).isEmpty();
  }

  @Test
  void theHistoryNamesTheReplacedWorkerAndWhy() {
    List<Transition> history =
        transitions(
            after(START, MasterView.unreadable("it is RECOVERING"), FIRST, SECOND),
            after(START, registered("10.0.0.1"), FIRST, SECOND),
            after(START, registered("10.0.0.1"), FIRST, ENDED),
            after(THIRD, registered("10.0.0.1", "10.0.0.3"), FIRST, ENDED, THIRD));

    assertThat(history)
        .extracting(transition -> transition.to().reason())
        .containsExactly("MasterUnreadable", "WorkerNotRegistered", "Converged");
    assertThat(history.get(1).to().message()).contains("task t2 on wsl-2 (10.0.0.2)");
    assertThat(history.get(2).to().message())
        .contains(
            "Swarm replaced task t2 on wsl-2 (10.0.0.2): task: non-zero exit (1),"
                + " the worker was not registered");
  }

  @Test
  void anotherExitCodeIsNotTakenForAMissingRegistration() {
    MasterView both = registered("10.0.0.1", "10.0.0.3");
    String message =
        after(THIRD, both, FIRST, failed("task: non-zero exit (137)"), THIRD).message();

    assertThat(message).contains("task: non-zero exit (137). Run make logs");
    assertThat(message).doesNotContain("was not registered");
  }

  @Test
  void anOldFailureLeavesTheMessage() {
    MasterView both = registered("10.0.0.1", "10.0.0.3");

    assertThat(after(START.plusSeconds(3600), both, FIRST, ENDED, THIRD).message())
        .isEqualTo("2 desired, 2 running, 2 registered.");
  }

  private static Condition after(WorkerTask newest, MasterView master, WorkerTask... tasks) {
    return after(Instant.parse(newest.createdAt()).plusSeconds(5), master, tasks);
  }

  private static Condition after(Instant now, MasterView master, WorkerTask... tasks) {
    WorkersSpec two = new WorkersSpec(2, 0, 16);
    return SparkConditions.after(two, observed(master, tasks), ApplyReport.NOTHING, now).get(0);
  }

  private static List<Transition> transitions(Condition... conditions) {
    List<Transition> all = new ArrayList<>();
    Map<ConditionType, Condition> last = new EnumMap<>(ConditionType.class);
    for (Condition condition : conditions) {
      Map<ConditionType, Condition> next =
          StatusCalculator.next(last, List.of(condition), 1, condition.lastTransitionTime());
      all.addAll(StatusCalculator.transitions(last, next));
      last = next;
    }
    return all.stream().filter(t -> t.to().type() == ConditionType.SPARK_WORKERS).toList();
  }

  private static ObservedSpark observed(MasterView master, WorkerTask... tasks) {
    WorkerService service = new WorkerService("s1", "spark_spark-worker", 1, 2, true, false, true);
    return new ObservedSpark(Optional.of(service), List.of(tasks), master, List.of());
  }

  private static MasterView registered(String... hosts) {
    return MasterView.of(
        Stream.of(hosts)
            .map(host -> new SparkWorker("w-" + host, host, SparkWorker.State.ALIVE, 1, 0))
            .toList());
  }

  private static WorkerTask running(String id, int slot, String address, Instant created) {
    return new WorkerTask(
        id, slot, "n" + slot, "wsl-" + slot, address, TaskState.RUNNING, true, created.toString());
  }

  private static WorkerTask failed(String error) {
    return new WorkerTask(
        "t2", 2, "n2", "wsl-2", "10.0.0.2", TaskState.FAILED, false, START.toString(), error);
  }
}
