package io.lakeswarm.reconciler.observed;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One observation of the kit's services, with their deployed specifications.
 *
 * @param services those in the baseline, sorted by name; empty while it is not in force
 * @param networks names by id, for messages; only read where an attachment differs
 * @param nodes only read where a placement differs
 */
public record ObservedServices(
    Baseline baseline,
    List<ObservedService> services,
    Map<String, String> networks,
    List<SwarmNode> nodes) {

  /** Sorts the services, so that equal observations give equal plans. */
  public ObservedServices {
    services = services.stream().sorted(Comparator.comparing(ObservedService::name)).toList();
    networks = Map.copyOf(networks);
    nodes = List.copyOf(nodes);
  }
}
