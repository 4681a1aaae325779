package io.lakeswarm.reconciler.observed;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One look at the catalog.
 *
 * @param defaultBranch the branch new ones start from; it always exists
 * @param branches the default branch and the desired branches that exist
 */
public record ObservedNessie(String defaultBranch, SortedMap<String, ObservedBranch> branches) {

  /** Takes a copy. */
  public ObservedNessie {
    branches = Collections.unmodifiableSortedMap(new TreeMap<>(branches));
  }
}
