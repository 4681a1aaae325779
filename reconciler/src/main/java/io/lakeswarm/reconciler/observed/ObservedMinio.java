package io.lakeswarm.reconciler.observed;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One observation of the object store: only of desired objects, and only of a healthy server.
 *
 * @param storage the storage that answered
 * @param buckets the desired buckets that exist
 * @param wanted the policy files by policy name
 * @param policies the desired policies that exist
 * @param users the desired users that exist, by their name in the desired state
 * @param verified true when every user's key was tested since the last change
 */
public record ObservedMinio(
    Storage storage,
    SortedMap<String, Versioning> buckets,
    SortedMap<String, WantedPolicy> wanted,
    SortedMap<String, PolicyDocument> policies,
    SortedMap<String, ObservedMinioUser> users,
    boolean verified) {

  /** Takes copies. */
  public ObservedMinio {
    buckets = copy(buckets);
    wanted = copy(wanted);
    policies = copy(policies);
    users = copy(users);
  }

  private static <V> SortedMap<String, V> copy(Map<String, V> map) {
    return java.util.Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
