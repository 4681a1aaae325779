package io.lakeswarm.reconciler.observed;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A branch that exists.
 *
 * @param hash its head
 * @param namespaces the desired namespaces that it has
 */
public record ObservedBranch(String hash, SortedSet<String> namespaces) {

  /** Takes a copy. */
  public ObservedBranch {
    namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
  }

  /** Returns a branch with these namespaces. */
  public static ObservedBranch of(String hash, Set<String> namespaces) {
    return new ObservedBranch(hash, new TreeSet<>(namespaces));
  }
}
