package io.lakeswarm.reconciler.observed;

import java.util.Optional;

/**
 * A service of the kit as it was deployed and as it is.
 *
 * @param live empty when it is gone
 */
public record ObservedService(ServiceSpec deployed, Optional<LiveService> live) {

  /** Returns the short name. */
  public String name() {
    return deployed.shortName();
  }
}
