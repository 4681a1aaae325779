package io.lakeswarm.reconciler.observed;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tables and views of the default branch, and the state of their files in the object store.
 *
 * @param entries how many have metadata at all
 * @param lost name to metadata location of those whose metadata is gone
 * @param broken name to the missing or damaged file of those that have metadata but cannot be read
 * @param unknown name to folder of tables that the catalog does not list; searched for only after
 *     the catalog lost its data
 */
public record ObservedCatalog(
    int entries,
    SortedMap<String, String> lost,
    SortedMap<String, String> broken,
    SortedMap<String, String> unknown) {

  /** Takes copies. */
  public ObservedCatalog {
    lost = Collections.unmodifiableSortedMap(new TreeMap<>(lost));
    broken = Collections.unmodifiableSortedMap(new TreeMap<>(broken));
    unknown = Collections.unmodifiableSortedMap(new TreeMap<>(unknown));
  }
}
