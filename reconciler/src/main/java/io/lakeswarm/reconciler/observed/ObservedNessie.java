package io.lakeswarm.reconciler.observed;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One observation of the catalog.
 *
 * @param defaultBranch the branch new ones start from; it always exists
 * @param branches the default branch and the desired branches that exist
 * @param storage the database behind the catalog
 * @param headLost true when the database no longer has a head that was seen earlier
 * @param headDue true when a moved head is due to be stored
 */
public record ObservedNessie(
    String defaultBranch,
    SortedMap<String, ObservedBranch> branches,
    Storage storage,
    boolean headLost,
    boolean headDue) {

  /** Takes a copy. */
  public ObservedNessie {
    branches = Collections.unmodifiableSortedMap(new TreeMap<>(branches));
  }

  /** Returns the head of the default branch. */
  public String head() {
    return branches.get(defaultBranch).hash();
  }
}
