package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.managed.StorageFacts;
import io.lakeswarm.reconciler.observed.KeyProbe;
import io.lakeswarm.reconciler.observed.ObservedMinio;
import io.lakeswarm.reconciler.observed.ObservedMinioUser;
import io.lakeswarm.reconciler.observed.PolicyDocument;
import io.lakeswarm.reconciler.observed.Versioning;
import io.lakeswarm.reconciler.observed.WantedPolicy;
import io.lakeswarm.reconciler.probe.ProofCache;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Observes a healthy server; reads only, and a failed read throws. */
final class MinioObserver {
  private final MinioAccess access;
  private final PolicyFiles files;
  private final StorageFacts storage;
  private final ProofCache proofs;

  MinioObserver(MinioAccess access, PolicyFiles files, StorageFacts storage, ProofCache proofs) {
    this.access = access;
    this.files = files;
    this.storage = storage;
    this.proofs = proofs;
  }

  ObservedMinio observe(MinioSpec desired) {
    MinioAdmin admin = access.admin();
    String deploymentId = admin.deploymentId();
    SortedMap<String, Versioning> buckets = buckets(desired);
    SortedMap<String, WantedPolicy> wanted = new TreeMap<>();
    SortedMap<String, PolicyDocument> policies = new TreeMap<>();
    for (MinioSpec.Policy policy : desired.policies()) {
      wanted.put(policy.name(), files.read(policy));
      admin.policy(policy.name()).ifPresent(found -> policies.put(policy.name(), found));
    }
    SortedMap<String, ObservedMinioUser> users = new TreeMap<>();
    for (MinioSpec.User user : desired.users()) {
      user(admin, desired, user, wanted).ifPresent(seen -> users.put(user.name(), seen));
    }
    return new ObservedMinio(
        storage.storage(deploymentId),
        buckets,
        wanted,
        policies,
        users,
        proofs.covers(deploymentId, desired.users().stream().map(MinioSpec.User::name).toList()));
  }

  private SortedMap<String, Versioning> buckets(MinioSpec desired) {
    MinioS3 root = access.asRoot();
    SortedMap<String, Versioning> buckets = new TreeMap<>();
    for (MinioSpec.Bucket bucket : desired.buckets()) {
      if (root.bucketExists(bucket.name())) {
        buckets.put(bucket.name(), root.versioning(bucket.name()));
      }
    }
    return buckets;
  }

  private Optional<ObservedMinioUser> user(
      MinioAdmin admin, MinioSpec desired, MinioSpec.User user, Map<String, WantedPolicy> wanted) {
    return admin
        .user(user.name(), access.keyOf(user).accessKey())
        .map(
            info ->
                new ObservedMinioUser(
                    info.enabled(),
                    info.policy(),
                    probe(desired, user, wanted.get(user.policy()).document())));
  }

  /**
   * Returns the worst answer over the buckets; a key is tried even when its policy allows no
   * listing.
   */
  private KeyProbe probe(MinioSpec desired, MinioSpec.User user, PolicyDocument policy) {
    MinioS3 asUser = access.asUser(user);
    KeyProbe worst = KeyProbe.ACCEPTED;
    for (MinioSpec.Bucket bucket : desired.buckets()) {
      MinioAnswer answer = asUser.listOne(bucket.name());
      switch (answer.code()) {
        case UNKNOWN_KEY:
          return KeyProbe.UNKNOWN_KEY;
        case WRONG_SECRET:
          return KeyProbe.WRONG_SECRET;
        case DENIED:
          if (policy.allows("s3:ListBucket", "arn:aws:s3:::" + bucket.name())) {
            worst = KeyProbe.DENIED;
          }
          break;
        case NONE, NO_SUCH_BUCKET:
          break;
        default:
          throw answer.refused();
      }
    }
    return worst;
  }
}
