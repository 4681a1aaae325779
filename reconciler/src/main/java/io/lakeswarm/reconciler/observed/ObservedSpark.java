package io.lakeswarm.reconciler.observed;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One observation of the Spark workers: the Swarm side is always complete, the master may be
 * unread.
 */
public record ObservedSpark(
    Optional<WorkerService> service,
    List<WorkerTask> tasks,
    MasterView master,
    List<RecordedDrain> drains) {

  /** Sorts the lists, so that equal observations give equal plans. */
  public ObservedSpark {
    tasks = tasks.stream().sorted(Comparator.comparing(WorkerTask::id)).toList();
    drains = drains.stream().sorted(Comparator.comparing(RecordedDrain::taskId)).toList();
  }

  /** Returns the number of tasks that run and are wanted. */
  public int running() {
    return (int) tasks.stream().filter(WorkerTask::isRunning).count();
  }

  /**
   * Returns the running tasks whose address the master does not list; empty when the master was not
   * read. A decommissioned worker is listed.
   */
  public List<WorkerTask> unregistered() {
    return master.isKnown()
        ? tasks.stream()
            .filter(task -> task.isRunning() && !task.address().isEmpty())
            .filter(task -> master.at(task.address()).isEmpty())
            .toList()
        : List.of();
  }

  /** Returns the running task in the slot of {@code ended}; empty when none runs there. */
  public Optional<WorkerTask> successor(WorkerTask ended) {
    return tasks.stream()
        .filter(task -> task.slot() == ended.slot() && task.isRunning())
        .findFirst();
  }

  /** Returns the ids of the tasks that are wanted and have not ended. */
  public Set<String> live() {
    return tasks.stream()
        .filter(WorkerTask::isLive)
        .map(WorkerTask::id)
        .collect(Collectors.toSet());
  }

  /** Returns the recorded drains whose task is still wanted and has not ended. */
  public List<RecordedDrain> openDrains() {
    Set<String> live = live();
    return drains.stream().filter(drain -> live.contains(drain.taskId())).toList();
  }
}
