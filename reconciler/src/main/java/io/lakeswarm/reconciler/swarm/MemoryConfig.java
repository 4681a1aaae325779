package io.lakeswarm.reconciler.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A Swarm config that is part of the reconciler's memory. Its data never changes, its labels do.
 *
 * @param kind the value of its label {@code lakeswarm.memory}
 */
public record MemoryConfig(
    String id, String name, String kind, long version, Map<String, String> labels, JsonNode data) {

  /** Copies the labels. */
  public MemoryConfig {
    labels = Map.copyOf(labels);
  }

  /** Returns the number at the end of the name, or -1. */
  public int number() {
    String tail = name.substring(name.lastIndexOf('-') + 1);
    return tail.matches("\\d{1,9}") ? Integer.parseInt(tail) : -1;
  }
}
