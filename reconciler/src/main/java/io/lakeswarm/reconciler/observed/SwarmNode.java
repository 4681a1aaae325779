package io.lakeswarm.reconciler.observed;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A node with what placement constraints can ask for.
 *
 * @param state Swarm's word for it: {@code ready}, {@code down}, {@code unknown} or {@code
 *     disconnected}
 * @param availability what was asked of it: {@code active}, {@code pause} or {@code drain}
 * @param facts by the key of the constraint, for example {@code node.labels.lakeswarm.minio}
 */
public record SwarmNode(String id, String state, String availability, Map<String, String> facts) {
  private static final String LABEL = "node.labels.";

  /** Takes a copy. */
  public SwarmNode {
    facts = Map.copyOf(facts);
  }

  /** True when it is meant to work but is not ready. */
  public boolean missing() {
    return availability.equals("active") && !state.equals("ready");
  }

  /** {@code manager} or {@code worker}. */
  public String role() {
    return facts.getOrDefault("node.role", "");
  }

  /** Its host name. */
  public String hostname() {
    return facts.getOrDefault("node.hostname", id);
  }

  /** The node labels {@code lakeswarm.<service>} that are {@code true}. */
  public Set<String> pins() {
    return facts.entrySet().stream()
        .filter(fact -> fact.getKey().startsWith(LABEL + "lakeswarm."))
        .filter(fact -> "true".equals(fact.getValue()))
        .map(fact -> fact.getKey().substring(LABEL.length()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
