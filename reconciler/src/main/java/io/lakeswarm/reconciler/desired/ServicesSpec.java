package io.lakeswarm.reconciler.desired;

import java.util.SortedMap;
import java.util.TreeMap;

/** What to do when a kit service differs from what was deployed, per short service name. */
public record ServicesSpec(Drift byDefault, SortedMap<String, Drift> byService) {

  /** Report only, as in a document without the section. */
  public static final ServicesSpec REPORT_ALL = new ServicesSpec(Drift.REPORT, new TreeMap<>());

  /** Copies the map, so that the value cannot change later. */
  public ServicesSpec {
    byService = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(byService));
  }

  /** The two reactions to drift. */
  public enum Drift {
    REPORT,
    REPAIR
  }

  /** Returns the reaction for one service: its own, else the default. */
  public Drift driftOf(String service) {
    return byService.getOrDefault(service, byDefault);
  }
}
