package io.lakeswarm.reconciler.observed;

import java.util.List;

/**
 * A service of the kit as it is now.
 *
 * @param name short name
 * @param desired the tasks Swarm wants
 * @param running the tasks that run
 * @param nodes host names of the nodes they run on, sorted
 */
public record KitService(
    String id, String name, String fullName, int desired, int running, List<String> nodes) {

  /** Takes a copy of the list. */
  public KitService {
    nodes = List.copyOf(nodes);
  }

  /** True when everything Swarm wants runs, and that is something. */
  public boolean isUp() {
    return desired > 0 && running >= desired;
  }
}
