package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.ServiceSpec;
import io.lakeswarm.reconciler.observed.SwarmNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The placement constraints of a specification, read as Swarm reads them. */
record PlacementRules(List<String> constraints) {
  private static final Pattern CONSTRAINT = Pattern.compile("\\s*(\\S+?)\\s*(==|!=)\\s*(.*?)\\s*");

  static PlacementRules of(ServiceSpec spec) {
    Object found = spec.at("TaskTemplate", "Placement", "Constraints");
    return new PlacementRules(
        found instanceof List<?> list
            ? list.stream().map(Object::toString).toList()
            : List.<String>of());
  }

  /** Returns true when a task may stay on this node. */
  boolean allow(SwarmNode node) {
    return constraints.stream().allMatch(constraint -> allows(constraint, node));
  }

  private static boolean allows(String constraint, SwarmNode node) {
    Matcher parts = CONSTRAINT.matcher(constraint);
    if (!parts.matches()) {
      return false; // The engine rejects what it cannot parse.
    }
    String fact = node.facts().getOrDefault(parts.group(1), "");
    return fact.equalsIgnoreCase(parts.group(3)) == parts.group(2).equals("==");
  }
}
