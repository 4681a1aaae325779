package io.lakeswarm.reconciler.observed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The services as the last completed deploy left them.
 *
 * @param number counts the records; 0 when no deploy was ever recorded
 * @param deploySince start of a deploy that is not recorded yet; empty when there is none
 * @param specs one for each service
 */
public record Baseline(int number, Optional<Instant> deploySince, List<ServiceSpec> specs) {

  /** Takes a copy of the list. */
  public Baseline {
    specs = List.copyOf(specs);
  }

  /** Returns true when the services should match {@link #specs}. */
  public boolean isInForce() {
    return number > 0 && deploySince.isEmpty();
  }
}
