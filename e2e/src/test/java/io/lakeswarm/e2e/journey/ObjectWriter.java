package io.lakeswarm.e2e.journey;

import io.lakeswarm.e2e.lab.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Writes an object twice a second, reads it back, and remembers what the store acknowledged. */
final class ObjectWriter implements AutoCloseable {
  private static final String BUCKET = "wsl";
  private static final String PREFIX = "e2e/upgrade/";
  private static final long EVERY_MILLIS = 500;
  private static final Duration LAST_REQUEST = Duration.ofSeconds(30);

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final ObjectStore store;
  private final List<String> acknowledged = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private long lastNanos = System.nanoTime();
  private long longestNanos;
  private int next;

  ObjectWriter(ObjectStore store) {
    this.store = store;
    thread.scheduleWithFixedDelay(this::write, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Returns the names of the objects that were acknowledged. */
  synchronized List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** Returns the acknowledged objects that the store did not give back right after the write. */
  synchronized List<String> lost() {
    return List.copyOf(lost);
  }

  /** Returns the longest time without an acknowledged write. */
  synchronized Duration longestSilence() {
    return Duration.ofNanos(Math.max(longestNanos, System.nanoTime() - lastNanos));
  }

  /** Returns the acknowledged objects that the store does not have with their content now. */
  List<String> missing() {
    return acknowledged().stream().filter(name -> !holds(name)).toList();
  }

  private void write() {
    String name = String.valueOf(next++);
    try {
      if (store.put(BUCKET, PREFIX + name, content(name)).status() != 200) {
        return;
      }
    } catch (IllegalStateException e) {
      return; // Not acknowledged: the server's task is being replaced.
    }
    note(name);
    try {
      if (store.get(BUCKET, PREFIX + name).status() == 404) {
        noteLost(name);
      }
    } catch (IllegalStateException e) {
      return; // No answer says nothing about the object; missing() asks again.
    }
  }

  private synchronized void note(String name) {
    long now = System.nanoTime();
    longestNanos = Math.max(longestNanos, now - lastNanos);
    lastNanos = now;
    acknowledged.add(name);
  }

  private synchronized void noteLost(String name) {
    lost.add(name);
  }

  private boolean holds(String name) {
    return store.get(BUCKET, PREFIX + name).equals(new ObjectStore.Answer(200, content(name)));
  }

  private static String content(String name) {
    return "written as " + name;
  }

  /** Ends after the write that is under way. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_REQUEST.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
