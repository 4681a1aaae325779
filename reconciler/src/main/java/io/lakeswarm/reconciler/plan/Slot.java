package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.TaskState;
import io.lakeswarm.reconciler.observed.WorkerService;
import io.lakeswarm.reconciler.observed.WorkerTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A replica as Swarm counts it: the tasks that fill it, or the one that completed in it. A slot
 * without tasks is a replica that Swarm has not created yet.
 */
record Slot(int number, List<WorkerTask> tasks) {

  Slot {
    tasks = List.copyOf(tasks);
  }

  /** Returns the slots of a service by number; at least as many as its replicas. */
  static List<Slot> of(ObservedSpark observed, WorkerService service) {
    Map<Integer, List<WorkerTask>> bySlot = new TreeMap<>();
    observed.tasks().forEach(t -> bySlot.computeIfAbsent(t.slot(), n -> new ArrayList<>()).add(t));
    List<Slot> slots = new ArrayList<>();
    bySlot.forEach((number, tasks) -> counted(number, tasks, service).ifPresent(slots::add));
    for (int missing = slots.size(); missing < service.replicas(); missing++) {
      slots.add(new Slot(Integer.MAX_VALUE, List.of()));
    }
    return slots;
  }

  private static Optional<Slot> counted(int number, List<WorkerTask> tasks, WorkerService service) {
    List<WorkerTask> wanted = tasks.stream().filter(WorkerTask::wanted).toList();
    if (!wanted.isEmpty()) {
      return Optional.of(new Slot(number, wanted));
    }
    return tasks.stream()
        .max(Comparator.comparing(WorkerTask::createdAt).thenComparing(WorkerTask::id))
        .filter(last -> last.state() == TaskState.COMPLETE && service.completedFillsSlot())
        .map(last -> new Slot(number, List.of(last)));
  }

  /** Returns true when Swarm counts it as running: at least one task runs. */
  boolean isRunning() {
    return tasks.stream().anyMatch(task -> task.state() == TaskState.RUNNING);
  }

  /** Returns true when its only task exited 0 and no task follows. */
  boolean isCompleted() {
    return tasks.size() == 1 && tasks.get(0).state() == TaskState.COMPLETE;
  }

  /**
   * Returns how many tasks end when it is removed; the task of a completed slot has already ended.
   */
  int endingTasks() {
    return isCompleted() ? 0 : tasks.size();
  }

  /** Returns true when none of its containers can have started. */
  boolean isBeforeStart() {
    return tasks.stream().allMatch(task -> task.wanted() && task.state().isBeforeStart());
  }

  /** Returns true when a replacement is under way: the slot has two tasks. */
  boolean isBeingReplaced() {
    return tasks.size() > 1;
  }

  /** Returns the node; empty when the slot has no task or more than one. */
  String node() {
    return tasks.size() == 1 ? tasks.get(0).node() : "";
  }

  /** Returns the same slot after its task exited 0. */
  Slot completed() {
    WorkerTask task = tasks.get(0);
    return new Slot(
        number,
        List.of(
            new WorkerTask(
                task.id(),
                task.slot(),
                task.node(),
                task.hostname(),
                task.address(),
                TaskState.COMPLETE,
                false,
                task.createdAt())));
  }
}
