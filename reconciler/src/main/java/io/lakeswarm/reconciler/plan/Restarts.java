package io.lakeswarm.reconciler.plan;

import java.util.List;

/**
 * The predicted restarts of a write. Swarm chooses freely between slots of equal rank, so the
 * prediction names every task that may end and limits their number. It holds when every task that
 * ended is among {@code possible} and their number is within the limits.
 *
 * @param possible {@code task:<id>}, or {@code service:<name>} for all tasks of the touched service
 * @param atLeast the smallest number of tasks that end
 * @param atMost the largest number of tasks that end
 */
public record Restarts(List<String> possible, int atLeast, int atMost) {
  private static final String TASK = "task:";
  private static final String SERVICE = "service:";

  /** Nothing is restarted. */
  public static final Restarts NONE = new Restarts(List.of(), 0, 0);

  /** Takes a copy of the list. */
  public Restarts {
    possible = List.copyOf(possible);
  }

  /** Predicts exactly these tasks, or at least one task when a whole service is among them. */
  public static Restarts of(List<String> all) {
    boolean whole = all.stream().anyMatch(name -> name.startsWith(SERVICE));
    return whole
        ? new Restarts(all, 1, Integer.MAX_VALUE)
        : new Restarts(all, all.size(), all.size());
  }

  /** Returns the name of a task in a plan. */
  public static String task(String id) {
    return TASK + id;
  }

  /** Returns true when the end of this task of the touched service is predicted. */
  public boolean covers(String taskId) {
    return possible.stream()
        .anyMatch(name -> name.equals(task(taskId)) || name.startsWith(SERVICE));
  }
}
