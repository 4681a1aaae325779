package io.lakeswarm.reconciler.observed;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A node with the facts that placement constraints can match.
 *
 * @param state its state in Swarm: {@code ready}, {@code down}, {@code unknown} or {@code
 *     disconnected}
 * @param availability its availability in Swarm: {@code active}, {@code pause} or {@code drain}
 * @param facts by the key of the constraint, for example {@code node.labels.lakeswarm.minio}
 */
public record SwarmNode(String id, String state, String availability, Map<String, String> facts) {
  private static final String LABEL = "node.labels.";

  /** Takes a copy. */
  public SwarmNode {
    facts = Map.copyOf(facts);
  }

  /** Returns true when it is active but not ready. */
  public boolean missing() {
    return availability.equals("active") && !state.equals("ready");
  }

  /** Returns {@code manager} or {@code worker}; empty when unknown. */
  public String role() {
    return facts.getOrDefault("node.role", "");
  }

  /** Returns its host name, or its id when the name is unknown. */
  public String hostname() {
    return facts.getOrDefault("node.hostname", id);
  }

  /** Returns the node labels {@code lakeswarm.<service>} that are {@code true}. */
  public Set<String> pins() {
    return facts.entrySet().stream()
        .filter(fact -> fact.getKey().startsWith(LABEL + "lakeswarm."))
        .filter(fact -> "true".equals(fact.getValue()))
        .map(fact -> fact.getKey().substring(LABEL.length()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
