package io.lakeswarm.reconciler.observed;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The running operations, and the state they wait for.
 *
 * @param open oldest first
 * @param spark the workers; not read, so empty, when no operation waits for them
 * @param passes the last pass of this process by controller
 * @param written the writes of this process since each open operation began, by operation id
 * @param seenAt when this was observed
 */
public record ObservedOperations(
    List<Operation> open,
    Optional<ObservedSpark> spark,
    Map<String, LastPass> passes,
    Map<String, List<String>> written,
    Instant seenAt) {

  /** Takes copies. */
  public ObservedOperations {
    open = List.copyOf(open);
    passes = Map.copyOf(passes);
    written = Map.copyOf(written);
  }
}
