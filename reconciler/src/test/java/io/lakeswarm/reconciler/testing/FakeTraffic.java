package io.lakeswarm.reconciler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was asked of the fake engine, and how much it had to send. */
public final class FakeTraffic {
  /** The filters that narrow a list down to somebody's own objects. */
  private static final Map<String, List<String>> NARROW =
      Map.of(
          "/services", List.of("label", "id", "name"),
          "/tasks", List.of("service", "id", "name"),
          "/configs", List.of("label", "id", "name"));

  private final Map<String, Integer> calls = new TreeMap<>();
  private final List<String> wide = new ArrayList<>();
  private long bytes;
  private long firstCallNanos;
  private long lastCallNanos;
  private long lastWriteNanos;

  synchronized void asked(String method, String path, JsonNode filters) {
    lastCallNanos = System.nanoTime();
    firstCallNanos = calls.isEmpty() ? lastCallNanos : firstCallNanos;
    // Ids differ from call to call, the kind of call does not.
    calls.merge(method + " " + path.replaceFirst("(?<=^/\\w{1,10})/.*", "/…"), 1, Integer::sum);
    List<String> narrow = NARROW.get(path);
    if (method.equals("GET")
        && narrow != null
        && narrow.stream().allMatch(key -> filters.path(key).isEmpty())) {
      wide.add(method + " " + path + " " + filters);
    }
  }

  synchronized void written() {
    lastWriteNanos = System.nanoTime();
  }

  synchronized void sent(long count) {
    bytes += count;
  }

  /** Number of calls by method and kind of path, since the last {@link #forget}. */
  public synchronized Map<String, Integer> calls() {
    return new TreeMap<>(calls);
  }

  /** Number of calls of one kind. */
  public synchronized int calls(String kind) {
    return calls.getOrDefault(kind, 0);
  }

  /** Number of all calls. */
  public synchronized int total() {
    return calls.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** {@link System#nanoTime} of the first call since the last {@link #forget}. */
  public synchronized long firstCallNanos() {
    return firstCallNanos;
  }

  /** {@link System#nanoTime} of the last call. */
  public synchronized long lastCallNanos() {
    return lastCallNanos;
  }

  /** {@link System#nanoTime} when a change to a service was last accepted. */
  public synchronized long lastWriteNanos() {
    return lastWriteNanos;
  }

  /** Bytes of all answers' bodies. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Every list of services, tasks or configs that would have brought foreign ones. */
  public synchronized List<String> wide() {
    return List.copyOf(wide);
  }

  /** Counts from zero; {@link #wide} is kept for the whole run. */
  public synchronized void forget() {
    calls.clear();
    bytes = 0;
  }
}
