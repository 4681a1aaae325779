package io.lakeswarm.spark.drain;

/**
 * Decides how often an executor asks the driver; engine-free, thread-safe.
 *
 * <p>The answer "nothing drains" is valid for {@link #CALM_NANOS}. An executor that starts to drain
 * after the answer first checks for its exit a second later, so its addresses still work. The
 * answer "drains" is never reused at a task's start. For tasks that fetch late it is refreshed
 * every {@link #CALM_NANOS}.
 */
final class AskPace {
  static final long CALM_NANOS = 200_000_000L;
  static final long WATCH_NANOS = 500_000_000L;

  private boolean answered;
  private boolean draining;
  private long at;

  /** Stores the answer to a request sent at {@code asked}; drops it when a newer one is stored. */
  synchronized void answered(ShuffleView view, long asked) {
    if (answered && asked - at < 0) {
      return;
    }
    answered = true;
    draining = view.draining();
    at = asked;
  }

  /** Returns true when a task that starts now must ask first. */
  synchronized boolean dueAtTaskStart(long now) {
    return !answered || draining || now - at >= CALM_NANOS;
  }

  /** Returns true when a running task must ask again. */
  synchronized boolean dueWhileRunning(long now) {
    return !answered || now - at >= (draining ? CALM_NANOS : WATCH_NANOS);
  }
}
