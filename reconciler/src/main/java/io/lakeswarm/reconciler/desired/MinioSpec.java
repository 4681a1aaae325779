package io.lakeswarm.reconciler.desired;

import java.util.List;

/**
 * The object store: names are unique within each list and a user's policy is one of the policies.
 */
public record MinioSpec(List<Bucket> buckets, List<Policy> policies, List<User> users) {

  /** Keeps the order of the document. */
  public MinioSpec {
    buckets = List.copyOf(buckets);
    policies = List.copyOf(policies);
    users = List.copyOf(users);
  }

  /** A bucket that must exist; it is never deleted by the reconciler. */
  public record Bucket(String name, boolean versioning) {}

  /**
   * A policy that must exist with the content of a file.
   *
   * @param file relative path; only its last element counts below the policies directory
   */
  public record Policy(String name, String file) {}

  /** A user with exactly one policy; its keys are read from secret files. */
  public record User(String name, String policy, SecretRef accessKey, SecretRef secretKey) {}
}
