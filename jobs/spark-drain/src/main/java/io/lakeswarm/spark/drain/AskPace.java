package io.lakeswarm.spark.drain;

/**
 * How often an executor asks the driver; engine-free, thread-safe.
 *
 * <p>"Nothing drains" holds for {@link #CALM_NANOS}: an executor that begins to drain right after
 * that answer lives for at least a second more (its first look at whether it may exit comes after
 * one second), so addresses trusted for a fifth of a second still lead to a living executor.
 * "Drains" is never reused at a task's start, and is refreshed every {@link #CALM_NANOS} for tasks
 * that fetch late.
 */
final class AskPace {
  static final long CALM_NANOS = 200_000_000L;
  static final long WATCH_NANOS = 500_000_000L;

  private boolean answered;
  private boolean draining;
  private long at;

  /**
   * Takes an answer to a question put at {@code asked}; one overtaken by a newer one is dropped.
   */
  synchronized void answered(ShuffleView view, long asked) {
    if (answered && asked - at < 0) {
      return;
    }
    answered = true;
    draining = view.draining();
    at = asked;
  }

  /** Whether a task that starts now has to ask first. */
  synchronized boolean dueAtTaskStart(long now) {
    return !answered || draining || now - at >= CALM_NANOS;
  }

  /** Whether the watch kept while tasks run has to ask again. */
  synchronized boolean dueWhileRunning(long now) {
    return !answered || now - at >= (draining ? CALM_NANOS : WATCH_NANOS);
  }
}
