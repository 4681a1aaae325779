package io.lakeswarm.spark.drain;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Decides when the shuffle epoch rises; engine-free, thread-safe.
 *
 * <p>While an executor drains, each {@link #answer()} raises the epoch, because a block may have
 * moved since the last answer. This continues for {@link #LINGER_NANOS} after the drain: the driver
 * may drop the executor just before its last reader asks. Then the epoch rises once more, so that
 * executors that were idle during the drain drop their addresses too.
 */
final class DrainEpoch {
  static final long LINGER_NANOS = 2_000_000_000L;

  /** The driver's shuffle epoch. */
  interface Tracker {
    void raise();

    long epoch();
  }

  private final Tracker tracker;
  private final BooleanSupplier anyDraining;
  private final LongSupplier nanoTime;
  private boolean draining;
  private long lastSeen;

  DrainEpoch(Tracker tracker, BooleanSupplier anyDraining, LongSupplier nanoTime) {
    this.tracker = tracker;
    this.anyDraining = anyDraining;
    this.nanoTime = nanoTime;
  }

  /** Checks for draining executors; call it a few times a second. */
  void tick() {
    boolean seen = anyDraining.getAsBoolean();
    synchronized (this) {
      long now = nanoTime.getAsLong();
      if (seen) {
        draining = true;
        lastSeen = now;
      } else if (draining && now - lastSeen > LINGER_NANOS) {
        draining = false;
        tracker.raise();
      }
    }
  }

  synchronized ShuffleView answer() {
    if (draining) {
      tracker.raise();
    }
    return new ShuffleView(tracker.epoch(), draining);
  }

  synchronized boolean draining() {
    return draining;
  }
}
