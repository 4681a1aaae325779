package io.lakeswarm.reconciler.observed;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One look at the catalog.
 *
 * @param defaultBranch the branch new ones start from; it always exists
 * @param branches the default branch and the desired branches that exist
 * @param storage which storage answered, and what is known of it
 */
public record ObservedNessie(
    String defaultBranch, SortedMap<String, ObservedBranch> branches, Storage storage) {

  /** Takes a copy. */
  public ObservedNessie {
    branches = Collections.unmodifiableSortedMap(new TreeMap<>(branches));
  }

  /** The head of the default branch. */
  public String head() {
    return branches.get(defaultBranch).hash();
  }

  /**
   * The database behind the catalog.
   *
   * @param id when its repository was made
   * @param node host name of the node that runs it; empty while it is not known
   * @param remembered the storage that was last proven to work, empty before the first time
   * @param lastReset the last known loss of data
   * @param headLost true when a head seen earlier is in the database no more
   * @param headDue true when a head that moved is to be remembered now
   */
  public record Storage(
      String id,
      String node,
      Optional<Identity> remembered,
      Optional<Reset> lastReset,
      boolean headLost,
      boolean headDue) {}
}
