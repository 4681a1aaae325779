package io.lakeswarm.reconciler.observed;

import java.time.Instant;
import java.util.Optional;

/**
 * The one-off service of a job.
 *
 * @param version of the service; it changes when another execution takes the service over
 * @param changed when it was created or last written
 * @param orchestrated true when Airflow created it; an Airflow task then waits for it
 * @param ended when its last task ended; empty while a task may run, and while Swarm has created
 *     none
 */
public record JobService(
    String id,
    String name,
    long version,
    Instant created,
    Instant changed,
    boolean orchestrated,
    Optional<Instant> ended) {

  /** Returns the time since which it is idle; empty while its job may run. */
  public Optional<Instant> idleSince() {
    return ended.map(end -> end.isAfter(changed) ? end : changed);
  }
}
