package io.lakeswarm.reconciler.observed;

import java.util.List;

/**
 * A service of the kit as it is now.
 *
 * @param name short name
 * @param desired the tasks Swarm wants
 * @param running the tasks that run
 * @param nodes host names of the nodes they run on, sorted
 * @param pins the node labels {@code lakeswarm.<service>} that a node must have to run it
 */
public record KitService(
    String id,
    String name,
    String fullName,
    int desired,
    int running,
    List<String> nodes,
    List<String> pins) {

  /** Takes copies of the lists. */
  public KitService {
    nodes = List.copyOf(nodes);
    pins = List.copyOf(pins);
  }

  /** True when everything Swarm wants runs, and that is something. */
  public boolean isUp() {
    return desired > 0 && running >= desired;
  }
}
