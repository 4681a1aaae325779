package io.lakeswarm.reconciler.observed;

import java.util.Locale;

/** The states of a Swarm task, in the order a task goes through them. */
public enum TaskState {
  NEW,
  ALLOCATED,
  PENDING,
  ASSIGNED,
  ACCEPTED,
  PREPARING,
  READY,
  STARTING,
  RUNNING,
  COMPLETE,
  SHUTDOWN,
  FAILED,
  REJECTED,
  REMOVE,
  ORPHANED;

  /**
   * Returns the state with this name; throws {@link IllegalArgumentException} for a state of a
   * newer engine.
   */
  public static TaskState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** Returns true while the container cannot have started: no process of the task ever ran. */
  public boolean isBeforeStart() {
    return compareTo(STARTING) < 0;
  }

  /** Returns true as long as the task is, or may become, a working container. */
  public boolean isLive() {
    return compareTo(RUNNING) <= 0;
  }
}
