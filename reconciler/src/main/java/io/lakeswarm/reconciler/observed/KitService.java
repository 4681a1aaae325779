package io.lakeswarm.reconciler.observed;

import java.util.List;

/**
 * A service of the kit as it is now.
 *
 * @param name short name
 * @param desired number of tasks that Swarm wants
 * @param tasks those of them that exist, sorted by node and id
 * @param pins the node labels {@code lakeswarm.<service>} that a node must have to run it
 */
public record KitService(
    String id, String name, String fullName, int desired, List<KitTask> tasks, List<String> pins) {

  /** Takes copies of the lists. */
  public KitService {
    tasks = List.copyOf(tasks);
    pins = List.copyOf(pins);
  }

  /** Returns the number of tasks that run. */
  public int running() {
    return (int) tasks.stream().filter(KitTask::isRunning).count();
  }

  /** Returns the host names of the nodes they run on, sorted. */
  public List<String> nodes() {
    return tasks.stream()
        .filter(KitTask::isRunning)
        .map(KitTask::node)
        .distinct()
        .sorted()
        .toList();
  }

  /** Returns true when Swarm wants at least one task and all wanted tasks run. */
  public boolean isUp() {
    return desired > 0 && running() >= desired;
  }
}
