package io.lakeswarm.reconciler.store;

import io.lakeswarm.reconciler.observed.LastPass;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last pass of each controller of this process; a new process begins with passes of its own.
 */
@ApplicationScoped
public class LastPasses {
  private final Map<String, LastPass> passes = new ConcurrentHashMap<>();

  /** Replaces what was known of this controller. */
  public void ended(String controller, LastPass pass) {
    passes.put(controller, pass);
  }

  /** By controller; one that never ended a pass is missing. */
  public Map<String, LastPass> all() {
    return Map.copyOf(passes);
  }
}
