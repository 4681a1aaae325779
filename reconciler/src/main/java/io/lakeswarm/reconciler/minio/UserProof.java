package io.lakeswarm.reconciler.minio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.observed.PolicyDocument;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Probes a user with its own key. In each bucket where the policy allows it, the probe writes,
 * reads and deletes a small object. Elsewhere the server must refuse the write. It must also refuse
 * what only root may do.
 */
final class UserProof {
  private final MinioAccess access;

  UserProof(MinioAccess access) {
    this.access = access;
  }

  /**
   * Returns empty when the probe passes, else the fault and the action; throws when a call is
   * refused.
   */
  Optional<String> flaw(MinioSpec.User user, PolicyDocument policy, Iterable<String> buckets) {
    for (String bucket : buckets) {
      if (mayUse(policy, bucket) && !roundTrip(user, bucket)) {
        return Optional.of(
            "Cannot verify user "
                + user.name()
                + ": bucket "
                + bucket
                + " did not give back what was put into it. Look at the storage of minio.");
      }
    }
    for (String bucket : buckets) {
      if (!policy.allows("s3:PutObject", objects(bucket)) && writes(user, bucket)) {
        return Optional.of(
            "Cannot verify user "
                + user.name()
                + ": it may write to bucket "
                + bucket
                + " although its policy does not say so. Look for a group or a bucket policy that"
                + " grants it.");
      }
    }
    if (!policy.allows("s3:CreateBucket", "arn:aws:s3:::*") && makesBuckets(user)) {
      return Optional.of(
          "Cannot verify user "
              + user.name()
              + ": it may make buckets although its policy does not say so. Look for a group or a"
              + " bucket policy that grants it.");
    }
    if (access.factoryRootAccepted()) {
      return Optional.of(
          "Cannot trust MinIO: it accepts minioadmin. Its root secret files are missing or say"
              + " so; run make swarm_deploy with a random root password.");
    }
    return Optional.empty();
  }

  private static boolean mayUse(PolicyDocument policy, String bucket) {
    return policy.allows("s3:PutObject", objects(bucket))
        && policy.allows("s3:GetObject", objects(bucket))
        && policy.allows("s3:DeleteObject", objects(bucket));
  }

  private static String objects(String bucket) {
    return "arn:aws:s3:::" + bucket + "/*";
  }

  private static String probe(MinioSpec.User user) {
    return ".lakeswarm/probe-" + user.name();
  }

  private boolean writes(MinioSpec.User user, String bucket) {
    MinioAnswer answer = access.asUser(user).tryPutObject(bucket, probe(user), new byte[] {1});
    if (answer.code() == MinioErrorCode.DENIED) {
      return false;
    }
    answer.orThrow();
    access.asRoot().deleteObject(bucket, probe(user));
    return true;
  }

  /**
   * Returns true when the object came back. One name per user: an aborted probe leaves at most one.
   */
  private boolean roundTrip(MinioSpec.User user, String bucket) {
    MinioS3 asUser = access.asUser(user);
    String key = probe(user);
    byte[] content = random().getBytes(UTF_8);
    asUser.putObject(bucket, key, content);
    boolean same = Arrays.equals(content, asUser.readObject(bucket, key));
    asUser.deleteObject(bucket, key);
    return same && !asUser.objectExists(bucket, key);
  }

  private boolean makesBuckets(MinioSpec.User user) {
    String bucket = "lakeswarm-refuse-" + random();
    MinioAnswer answer = access.asUser(user).tryMakeBucket(bucket);
    if (answer.code() == MinioErrorCode.DENIED) {
      return false;
    }
    answer.orThrow();
    access.asRoot().deleteBucket(bucket);
    return true;
  }

  private static String random() {
    byte[] bytes = new byte[8];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
