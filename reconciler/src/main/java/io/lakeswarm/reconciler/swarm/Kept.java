package io.lakeswarm.reconciler.swarm;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A value that was read once and counts until somebody says that it may be stale. */
final class Kept<T> {
  private final Supplier<T> read;
  private final AtomicLong staleAt = new AtomicLong();
  private volatile T known;

  /** Reads by {@code read}, in the thread of whoever asks first. */
  Kept(Supplier<T> read) {
    this.read = read;
  }

  /** The next {@link #get} reads again. */
  void invalidate() {
    staleAt.incrementAndGet();
    known = null;
  }

  /** The value; callers that come together cause one read. */
  T get() {
    T current = known;
    return current == null ? refresh() : current;
  }

  private synchronized T refresh() {
    T current = known;
    if (current != null) {
      return current;
    }
    long before = staleAt.get();
    T next = read.get();
    if (staleAt.get() == before) {
      known = next; // Else something changed while it was read: read again next time.
    }
    return next;
  }
}
