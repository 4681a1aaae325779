package io.lakeswarm.spark.drain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the worker's process: after a drain, or because the master does not list the worker.
 * Thread-safe.
 *
 * <p>A drain is never cancelled. A restarted master shows a drained worker as ALIVE, but the worker
 * refuses every executor.
 */
final class Drain {
  static final int DONE = 0;

  /** Spark's own worker ends with it too when its registration fails. */
  static final int NOT_REGISTERED = 1;

  static final int DEADLINE_PASSED = 124;

  /** Acts on the process. */
  interface Effects {
    /** Makes the worker decommission itself; idempotent. */
    void decommission();

    void exit(int code);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final int IDLE_POLLS = 2;
  private static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final StatusPage.Source ownPage;
  private final Effects effects;
  private final Duration deadline;
  private final LongSupplier nanoTime;
  private boolean draining;
  private boolean knownToMaster;
  private boolean ended;
  private long since;
  private long askedAt;
  private int idlePolls;
  private int executorsLeft = -1;

  Drain(StatusPage.Source ownPage, Effects effects, Duration deadline, LongSupplier nanoTime) {
    this.ownPage = ownPage;
    this.effects = effects;
    this.deadline = deadline;
    this.nanoTime = nanoTime;
  }

  /** Starts the drain after a signal and asks Spark to decommission the worker. */
  synchronized void request(String why) {
    if (begin(why)) {
      askedAt = nanoTime.getAsLong();
      effects.decommission();
    }
  }

  /** Starts the drain, or continues it without further requests to the master. */
  synchronized void decommissionedByMaster() {
    knownToMaster = true;
    begin("the master decommissioned this worker");
  }

  /** Returns true once the master shows this worker as decommissioned. */
  synchronized boolean knownToMaster() {
    return knownToMaster;
  }

  /**
   * Ends the process with {@link #NOT_REGISTERED}. During a drain it does nothing: a restarted
   * master drops a drained worker from its list, and its executors must still finish.
   */
  synchronized void endUnregistered(String workerId) {
    if (draining || ended) {
      return;
    }
    LOG.error(
        "Cannot stay a worker: the Spark master has been ALIVE for {} s and does not list {}."
            + " This process exits with code {}; Swarm starts a new worker.",
        Absence.LIMIT.toSeconds(),
        workerId,
        NOT_REGISTERED);
    end(NOT_REGISTERED);
  }

  /** Ends the process when two polls in a row saw no core in use, or when the deadline passed. */
  synchronized void poll() {
    if (!draining || ended) {
      return;
    }
    long elapsed = nanoTime.getAsLong() - since;
    if (elapsed > deadline.toNanos()) {
      LOG.error(
          "Cannot finish the drain within {} s: {} executors are left. Their tasks are lost now;"
              + " raise lakeswarm.drain.deadline if tasks may run that long.",
          deadline.toSeconds(),
          executorsLeft < 0 ? "an unknown number of" : executorsLeft);
      end(DEADLINE_PASSED);
      return;
    }
    lookAtOwnPage();
    if (idlePolls >= IDLE_POLLS) {
      LOG.info("Drain done after {} ms", TimeUnit.NANOSECONDS.toMillis(elapsed));
      end(DONE);
    } else {
      repeatRequest();
    }
  }

  private boolean begin(String why) {
    if (draining) {
      return false;
    }
    draining = true;
    since = nanoTime.getAsLong();
    LOG.info("Drain started: {}; deadline {} s", why, deadline.toSeconds());
    return true;
  }

  private void lookAtOwnPage() {
    try {
      JsonNode page = ownPage.read();
      idlePolls = page.path("coresused").asInt(-1) == 0 ? idlePolls + 1 : 0;
      int executors = page.path("executors").size();
      if (executors != executorsLeft) {
        LOG.info("Drain: {} executors left", executors);
        executorsLeft = executors;
      }
    } catch (IOException e) {
      idlePolls = 0;
      LOG.warn(
          "Cannot read the worker's own page: {}. Trying again until the deadline.", e.toString());
    }
  }

  /** Spark drops the request while the master is unreachable, so it is sent until it is seen. */
  private void repeatRequest() {
    long now = nanoTime.getAsLong();
    if (!knownToMaster && now - askedAt > REPEAT_NANOS) {
      askedAt = now;
      effects.decommission();
    }
  }

  private void end(int code) {
    ended = true;
    effects.exit(code);
  }
}
