package io.lakeswarm.spark.drain;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs a recurring failure at most once a minute, with the number of skipped lines; thread-safe.
 */
final class SparseWarning {
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private final LongSupplier nanoTime;
  private final AtomicLong leftOut = new AtomicLong();
  private long nextAt;
  private boolean logged;

  SparseWarning(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  void warn(String what, Throwable cause) {
    if (due()) {
      log.warn("{} ({} more since the last such line)", what, leftOut.getAndSet(0), cause);
    } else {
      leftOut.incrementAndGet();
    }
  }

  private synchronized boolean due() {
    long now = nanoTime.getAsLong();
    if (logged && now - nextAt < 0) {
      return false;
    }
    logged = true;
    nextAt = now + PAUSE_NANOS;
    return true;
  }
}
