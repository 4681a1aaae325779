package io.lakeswarm.e2e.journey;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Asks ten times a second, and knows the longest time without a 200. */
final class Heartbeat implements AutoCloseable {
  private static final long EVERY_MILLIS = 100;
  private static final int OK = 200;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final IntSupplier look;
  private long lastNanos = System.nanoTime();
  private long longestNanos;
  private int answers;

  Heartbeat(IntSupplier look) {
    this.look = look;
    thread.scheduleAtFixedRate(this::beat, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The time since the last answer counts too. */
  synchronized Duration longestSilence() {
    return Duration.ofNanos(Math.max(longestNanos, System.nanoTime() - lastNanos));
  }

  synchronized int answers() {
    return answers;
  }

  private void beat() {
    if (!answered()) {
      return;
    }
    synchronized (this) {
      long now = System.nanoTime();
      longestNanos = Math.max(longestNanos, now - lastNanos);
      lastNanos = now;
      answers++;
    }
  }

  /** A failed request is a silence; it must not end the beat. */
  private boolean answered() {
    try {
      return look.getAsInt() == OK;
    } catch (Exception refusedOrCut) {
      return false;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
