package io.lakeswarm.reconciler.observed;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which storage was last proven to work, and which buckets it had then.
 *
 * @param deploymentId changes when the server's drives are new
 */
public record MinioIdentity(String deploymentId, SortedSet<String> buckets) {

  /** Takes a copy. */
  public MinioIdentity {
    buckets = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(buckets));
  }

  /** An identity with these buckets. */
  public static MinioIdentity of(String deploymentId, Collection<String> buckets) {
    return new MinioIdentity(deploymentId, new TreeSet<>(buckets));
  }
}
