package io.lakeswarm.reconciler.observed;

import java.util.List;
import java.util.Map;

/**
 * The kit's services and the swarm's nodes.
 *
 * @param homes short name of a stateful service to the host name of the node where its volume was
 *     last verified; unknown ones are left out
 */
public record ObservedPlatform(
    List<KitService> services, List<SwarmNode> nodes, Map<String, String> homes) {

  /** The value before the first observation. */
  public static final ObservedPlatform NOTHING =
      new ObservedPlatform(List.of(), List.of(), Map.of());

  /** Takes copies. */
  public ObservedPlatform {
    services = List.copyOf(services);
    nodes = List.copyOf(nodes);
    homes = Map.copyOf(homes);
  }

  /** Returns the host names of the nodes that should work but do not, sorted. */
  public List<String> missingNodes() {
    return nodes.stream().filter(SwarmNode::missing).map(SwarmNode::hostname).sorted().toList();
  }

  /** Returns the host names of the nodes with this label, sorted. */
  public List<String> labelled(String pin) {
    return nodes.stream()
        .filter(node -> node.pins().contains(pin))
        .map(SwarmNode::hostname)
        .sorted()
        .toList();
  }
}
