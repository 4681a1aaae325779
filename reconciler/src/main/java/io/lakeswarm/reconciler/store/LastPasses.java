package io.lakeswarm.reconciler.store;

import io.lakeswarm.reconciler.observed.LastPass;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the last pass of each controller of this process. A new process starts without any. */
@ApplicationScoped
public class LastPasses {
  private final Map<String, LastPass> passes = new ConcurrentHashMap<>();

  /** Replaces the last pass of this controller. */
  public void ended(String controller, LastPass pass) {
    passes.put(controller, pass);
  }

  /** Returns the last passes by controller; a controller that never ended a pass is missing. */
  public Map<String, LastPass> all() {
    return Map.copyOf(passes);
  }
}
