package io.lakeswarm.reconciler.swarm;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** A single-flight cache of one value, valid until it is invalidated. */
final class CachedRead<T> {
  private final Supplier<T> read;
  private volatile T known;
  private long staleAt;
  private Reading<T> running;

  /** Reads by {@code read}, in the thread of the first caller. */
  CachedRead(Supplier<T> read) {
    this.read = read;
  }

  /** Makes the next {@link #get} read again, even while a read is running. */
  synchronized void invalidate() {
    staleAt++;
    known = null;
  }

  /**
   * Returns the value. Concurrent callers cause one read and share its outcome, a failure too. If
   * each tried for itself, one after the other would wait for an engine that does not answer.
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

  /**
   * Returns a value that became stale during its read to the callers that wait for it, and drops
   * it.
   */
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

  /** One running read; {@code asOf} counts the invalidations before it began. */
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
