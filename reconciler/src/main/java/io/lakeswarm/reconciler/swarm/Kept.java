package io.lakeswarm.reconciler.swarm;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** A value that was read once and counts until somebody says that it may be stale. */
final class Kept<T> {
  private final Supplier<T> read;
  private volatile T known;
  private long staleAt;
  private Reading<T> running;

  /** Reads by {@code read}, in the thread of whoever asks first. */
  Kept(Supplier<T> read) {
    this.read = read;
  }

  /** The next {@link #get} reads again, also when a read is running. */
  synchronized void invalidate() {
    staleAt++;
    known = null;
  }

  /**
   * The value. Callers that come together cause one read and share its outcome, a failure too: were
   * each to try for itself, one after the other would wait for an engine that does not answer.
   */
  T get() {
    T current = known;
    if (current != null) {
      return current;
    }
    Reading<T> reading;
    boolean mine = false;
    synchronized (this) {
      if (known != null) {
        return known;
      }
      if (running == null || running.asOf != staleAt) {
        running = new Reading<>(staleAt);
        mine = true;
      }
      reading = running;
    }
    if (mine) {
      perform(reading);
    }
    return reading.outcome();
  }

  private void perform(Reading<T> reading) {
    try {
      reading.outcome.complete(keep(reading, read.get()));
    } catch (RuntimeException | Error e) {
      reading.outcome.completeExceptionally(e);
    } finally {
      over(reading);
    }
  }

  /** What became stale while it was read answers those who asked before, and is not kept. */
  private synchronized T keep(Reading<T> reading, T value) {
    if (staleAt == reading.asOf) {
      known = value;
    }
    return value;
  }

  private synchronized void over(Reading<T> reading) {
    if (running == reading) {
      running = null;
    }
  }

  /** One read that is running, begun when the value had become stale so many times. */
  private static final class Reading<T> {
    private final long asOf;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();

    Reading(long asOf) {
      this.asOf = asOf;
    }

    private T outcome() {
      try {
        return outcome.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) e.getCause();
      }
    }
  }
}
