package io.lakeswarm.reconciler.observed;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One look at the Spark workers: the Swarm side is always complete, the master may be silent. */
public record ObservedSpark(
    Optional<WorkerService> service,
    List<WorkerTask> tasks,
    MasterView master,
    List<RecordedDrain> drains) {

  /** Sorted, so that equal worlds give equal plans. */
  public ObservedSpark {
    tasks = tasks.stream().sorted(Comparator.comparing(WorkerTask::id)).toList();
    drains = drains.stream().sorted(Comparator.comparing(RecordedDrain::taskId)).toList();
  }

  /** Number of tasks that run and are wanted. */
  public int running() {
    return (int) tasks.stream().filter(WorkerTask::isRunning).count();
  }

  /** Ids of the tasks that are wanted and have not ended. */
  public Set<String> live() {
    return tasks.stream()
        .filter(WorkerTask::isLive)
        .map(WorkerTask::id)
        .collect(Collectors.toSet());
  }

  /** The recorded drains whose task is still wanted and not at its end. */
  public List<RecordedDrain> openDrains() {
    Set<String> live = live();
    return drains.stream().filter(drain -> live.contains(drain.taskId())).toList();
  }
}
