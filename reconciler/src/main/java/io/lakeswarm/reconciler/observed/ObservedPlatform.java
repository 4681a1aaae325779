package io.lakeswarm.reconciler.observed;

import java.util.List;

/** The kit's services by name, and the host names of the nodes that should work but do not. */
public record ObservedPlatform(List<KitService> services, List<String> missingNodes) {

  /** Nothing was seen yet. */
  public static final ObservedPlatform NOTHING = new ObservedPlatform(List.of(), List.of());

  /** Takes copies of the lists. */
  public ObservedPlatform {
    services = List.copyOf(services);
    missingNodes = List.copyOf(missingNodes);
  }
}
