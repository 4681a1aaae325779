package io.lakeswarm.reconciler.observed;

import java.time.Duration;
import java.util.List;

/**
 * A service that exists.
 *
 * @param version the version every write must name
 * @param update Swarm's state of the last rollout, for example {@code updating}; empty when there
 *     was none
 * @param tasks those Swarm wants, sorted by id; only read where the service differs and should be
 *     repaired
 * @param pause how long the next repair has to wait after many in a row
 */
public record LiveService(
    String id,
    long version,
    String update,
    ServiceSpec spec,
    List<ServiceTask> tasks,
    Duration pause) {

  /** Takes a copy of the list. */
  public LiveService {
    tasks = List.copyOf(tasks);
  }

  /** Returns true while Swarm rolls a change out or back. */
  public boolean isRollingOut() {
    return update.equals("updating") || update.equals("rollback_started");
  }

  /** Returns true when Swarm rolled back to the present specification. */
  public boolean isRolledBack() {
    return update.equals("rollback_completed") || update.equals("rollback_paused");
  }
}
