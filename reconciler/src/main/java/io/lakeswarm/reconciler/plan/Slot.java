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

  /** The slots of a service, by number; as many as the larger of its replicas and its tasks say. */
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

  /** Swarm's view: some task of it runs. */
  boolean isRunning() {
    return tasks.stream().anyMatch(task -> task.state() == TaskState.RUNNING);
  }

  /** Its work is over: exit 0, nothing follows. */
  boolean isCompleted() {
    return tasks.size() == 1 && tasks.get(0).state() == TaskState.COMPLETE;
  }

  /** How many tasks end when it is removed; that of a completed one has ended. */
  int endingTasks() {
    return isCompleted() ? 0 : tasks.size();
  }

  /** Nothing of it can have begun. */
  boolean isBeforeStart() {
    return tasks.stream().allMatch(task -> task.wanted() && task.state().isBeforeStart());
  }

  /** Two tasks in one slot: a replacement is on its way. */
  boolean isBeingReplaced() {
    return tasks.size() > 1;
  }

  /** The node, empty when there is none or more than one task. */
  String node() {
    return tasks.size() == 1 ? tasks.get(0).node() : "";
  }

  /** The same slot after its task exited 0. */
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
