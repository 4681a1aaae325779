package io.lakeswarm.spark.drain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's way out: from the first sign of a drain to the end of the process.
 *
 * <p>Once begun it never goes back, whatever the master says later: a restarted master shows a
 * drained worker as alive, but the worker refuses every executor. Thread-safe.
 */
final class Drain {
  static final int DONE = 0;
  static final int DEADLINE_PASSED = 124;

  /** What a drain does to the process. */
  interface Effects {
    /** Makes the worker decommission itself; harmless when repeated. */
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
  private boolean masterKnows;
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

  /** Somebody wants this worker to go (a signal): tells Spark, and empties it. */
  synchronized void request(String why) {
    if (begin(why)) {
      askedAt = nanoTime.getAsLong();
      effects.decommission();
    }
  }

  /** The master already counts this worker as decommissioned: only the way out is left. */
  synchronized void decommissionedByMaster() {
    masterKnows = true;
    begin("the master decommissioned this worker");
  }

  synchronized boolean masterKnows() {
    return masterKnows;
  }

  /**
   * Ends the process when the worker was seen empty twice in a row, or when the deadline passed.
   */
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

  /** Spark drops the request when the master is out of reach, so it is made until it was heard. */
  private void repeatRequest() {
    long now = nanoTime.getAsLong();
    if (!masterKnows && now - askedAt > REPEAT_NANOS) {
      askedAt = now;
      effects.decommission();
    }
  }

  private void end(int code) {
    ended = true;
    effects.exit(code);
  }
}
