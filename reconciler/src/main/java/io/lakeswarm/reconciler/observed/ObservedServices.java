package io.lakeswarm.reconciler.observed;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One look at the kit's services beside what was deployed.
 *
 * @param services those the baseline knows, by name; empty while it is not in force
 * @param networks names by id, for people; only known where an attachment differs
 * @param nodes only known where a placement differs
 */
public record ObservedServices(
    Baseline baseline,
    List<ObservedService> services,
    Map<String, String> networks,
    List<SwarmNode> nodes) {

  /** Sorted, so that equal worlds give equal plans. */
  public ObservedServices {
    services = services.stream().sorted(Comparator.comparing(ObservedService::name)).toList();
    networks = Map.copyOf(networks);
    nodes = List.copyOf(nodes);
  }
}
