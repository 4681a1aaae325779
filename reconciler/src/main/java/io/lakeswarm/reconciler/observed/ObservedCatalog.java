package io.lakeswarm.reconciler.observed;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tables and views of the default branch and whether their metadata is in the object store.
 *
 * @param entries how many have metadata at all
 * @param lost name to metadata location of those whose metadata is gone
 */
public record ObservedCatalog(int entries, SortedMap<String, String> lost) {

  /** Takes a copy. */
  public ObservedCatalog {
    lost = Collections.unmodifiableSortedMap(new TreeMap<>(lost));
  }
}
