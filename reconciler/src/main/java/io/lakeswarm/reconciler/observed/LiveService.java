package io.lakeswarm.reconciler.observed;

import java.time.Duration;
import java.util.List;

/**
 * A service that exists.
 *
 * @param version the version every write must name
 * @param update Swarm's word about the last roll-out, for example {@code updating}; empty when
 *     there was none
 * @param tasks those Swarm wants, sorted by id; only known where the service differs and is to be
 *     repaired
 * @param pause how long the next repair has to wait, because there were many in a row
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

  /** True while Swarm rolls a change out or back. */
  public boolean isRollingOut() {
    return update.equals("updating") || update.equals("rollback_started");
  }

  /** True when the present specification is what Swarm fell back to. */
  public boolean isRolledBack() {
    return update.equals("rollback_completed") || update.equals("rollback_paused");
  }
}
