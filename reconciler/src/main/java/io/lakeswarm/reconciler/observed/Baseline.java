package io.lakeswarm.reconciler.observed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the last deploy that went through made of the services.
 *
 * @param number counts the records; 0 when no deploy was ever recorded
 * @param deploySince when the deploy began that has not been recorded yet; empty when there is none
 * @param specs one for each service
 */
public record Baseline(int number, Optional<Instant> deploySince, List<ServiceSpec> specs) {

  /** Takes a copy of the list. */
  public Baseline {
    specs = List.copyOf(specs);
  }

  /** True when the services should be as {@link #specs} says. */
  public boolean isInForce() {
    return number > 0 && deploySince.isEmpty();
  }
}
