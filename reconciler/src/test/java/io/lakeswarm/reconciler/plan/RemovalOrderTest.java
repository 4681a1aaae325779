package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.observed.TaskState;
import io.lakeswarm.reconciler.observed.WorkerTask;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RemovalOrderTest {

  @Test
  void theNodeWithTheMostCopiesLosesFirst() {
    RemovalOrder order =
        RemovalOrder.of(List.of(running(1, "a"), running(2, "b"), running(3, "a")));

    assertThat(numbers(order.victims(1).sure())).containsExactly(3);
    assertThat(numbers(order.victims(1).possible())).containsExactly(3);
  }

  @Test
  void betweenEqualRunningCopiesItIsOpen() {
    RemovalOrder order = RemovalOrder.of(List.of(running(1, "a"), running(2, "b")));

    assertThat(order.victims(1).sure()).isEmpty();
    assertThat(numbers(order.victims(1).possible())).containsExactlyInAnyOrder(1, 2);
    assertThat(numbers(order.victims(2).sure())).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void aCompletedCopyGoesBeforeAnEqualRunningOne() {
    RemovalOrder order =
        RemovalOrder.of(
            List.of(running(1, "a"), running(2, "b"), completed(3, "a"), running(4, "b")));

    assertThat(numbers(order.victims(1).possible())).containsExactly(3);
  }

  @Test
  void aCompletedCopyOnAnEmptierNodeStays() {
    RemovalOrder order =
        RemovalOrder.of(List.of(completed(1, "a"), running(2, "b"), running(3, "b")));

    assertThat(numbers(order.victims(1).possible())).containsExactly(3);
  }

  @Test
  void withoutANodeOrWithTwoTasksASlotGoesFirst() {
    Slot twoTasks =
        new Slot(2, List.of(task(2, "b", TaskState.RUNNING), task(2, "b", TaskState.STARTING)));
    RemovalOrder order =
        RemovalOrder.of(
            List.of(running(1, "a"), twoTasks, running(3, "a"), slot(4, "", TaskState.PENDING)));

    assertThat(numbers(order.victims(1).possible())).containsExactly(4);
    assertThat(numbers(order.victims(2).sure())).containsExactlyInAnyOrder(2, 4);
  }

  @Test
  void aNewTaskOnAnEmptierNodeDoesNotProtectTheOldOnes() {
    RemovalOrder order =
        RemovalOrder.of(
            List.of(running(1, "a"), running(2, "a"), slot(3, "b", TaskState.ASSIGNED)));

    assertThat(numbers(order.victims(1).possible())).containsExactly(2);
  }

  @Test
  void ofEqualSlotsAllAreNamedAndTheNumberIsExact() {
    RemovalOrder order =
        RemovalOrder.of(List.of(running(1, "a"), running(2, "b"), running(3, "c")));

    assertThat(order.victims(2).restarts())
        .isEqualTo(new Restarts(List.of("task:t1", "task:t2", "task:t3"), 2, 2));
  }

  @Test
  void whatHasEndedIsNoRestart() {
    RemovalOrder order =
        RemovalOrder.of(List.of(running(1, "a"), completed(2, "a"), running(3, "b")));

    assertThat(order.victims(1).restarts()).isEqualTo(new Restarts(List.of(), 0, 0));
    assertThat(order.victims(2).restarts())
        .isEqualTo(new Restarts(List.of("task:t1", "task:t3"), 1, 1));
  }

  @Test
  void aChoiceBetweenEndedAndWaitingSlotsLeavesTheNumberOpen() {
    RemovalOrder order =
        RemovalOrder.of(List.of(completed(1, "a"), slot(2, "b", TaskState.ASSIGNED)));

    assertThat(order.victims(1).restarts()).isEqualTo(new Restarts(List.of("task:t2"), 0, 1));
    assertThat(order.victims(2).restarts()).isEqualTo(new Restarts(List.of("task:t2"), 1, 1));
  }

  @Test
  void aSlotWithTwoTasksEndsBoth() {
    Slot twoTasks =
        new Slot(2, List.of(task(4, "b", TaskState.RUNNING), task(5, "b", TaskState.STARTING)));
    RemovalOrder order = RemovalOrder.of(List.of(running(1, "a"), twoTasks));

    assertThat(order.victims(1).restarts())
        .isEqualTo(new Restarts(List.of("task:t4", "task:t5"), 2, 2));
  }

  private static Set<Integer> numbers(Set<Slot> slots) {
    return slots.stream().map(Slot::number).collect(Collectors.toSet());
  }

  private static Slot running(int number, String node) {
    return slot(number, node, TaskState.RUNNING);
  }

  private static Slot completed(int number, String node) {
    return slot(number, node, TaskState.COMPLETE);
  }

  private static Slot slot(int number, String node, TaskState state) {
    return new Slot(number, List.of(task(number, node, state)));
  }

  private static WorkerTask task(int slot, String node, TaskState state) {
    return new WorkerTask(
        "t" + slot, slot, node, node, "10.0.0." + slot, state, state.isLive(), "2026");
  }
}
