package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.observed.KeyProbe;
import io.lakeswarm.reconciler.observed.ObservedMinio;
import io.lakeswarm.reconciler.observed.ObservedMinioUser;
import io.lakeswarm.reconciler.observed.PolicyDocument;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.observed.Versioning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans buckets, then policies, then users, then mappings (each needs the earlier ones), then a
 * test of each user's key. It never removes anything.
 */
public final class MinioPlanner {
  private final MinioSpec desired;
  private final ObservedMinio observed;
  private final String missingBecause;
  private final List<Step> steps = new ArrayList<>();

  private MinioPlanner(MinioSpec desired, ObservedMinio observed, String missingBecause) {
    this.desired = desired;
    this.observed = observed;
    this.missingBecause = missingBecause;
  }

  /** Returns the steps that make {@code observed} match {@code desired}; empty when it does. */
  public static Plan plan(MinioSpec desired, ObservedMinio observed) {
    StoragePlan storage =
        new StoragePlan(
            observed.storage(),
            everyKnownBucketIsGone(desired, observed)
                ? Optional.of(Reset.Reason.DATA_VANISHED)
                : Optional.empty());
    List<Step> repairs = new MinioPlanner(desired, observed, storage.missingBecause()).repairs();
    List<Step> proofs =
        proofCause(observed, repairs)
            .map(cause -> proofs(desired, observed, cause))
            .orElse(List.of());
    List<String> buckets = desired.buckets().stream().map(MinioSpec.Bucket::name).toList();
    return storage.plan(
        repairs,
        StoragePlan.targets(repairs),
        proofs,
        Optional.of(observed.storage().verified(buckets)));
  }

  /**
   * Returns true when every bucket that was verified earlier and is still desired is gone. A new
   * name is not a loss.
   */
  private static boolean everyKnownBucketIsGone(MinioSpec desired, ObservedMinio observed) {
    List<String> verified =
        desired.buckets().stream()
            .map(MinioSpec.Bucket::name)
            .filter(
                name ->
                    observed
                        .storage()
                        .remembered()
                        .filter(known -> known.parts().contains(name))
                        .isPresent())
            .toList();
    return !verified.isEmpty() && verified.stream().noneMatch(observed.buckets()::containsKey);
  }

  private List<Step> repairs() {
    desired.buckets().forEach(this::bucket);
    desired.policies().forEach(this::policy);
    desired.users().forEach(this::user);
    desired.users().forEach(this::mapping);
    return steps;
  }

  private void bucket(MinioSpec.Bucket bucket) {
    Versioning actual = observed.buckets().get(bucket.name());
    if (actual == null) {
      add(new MinioAction.CreateBucket(bucket.name()), missingBecause);
    }
    if (bucket.versioning() && actual != Versioning.ENABLED) {
      add(
          new MinioAction.SetVersioning(bucket.name(), Versioning.ENABLED),
          actual == null ? missingBecause : Cause.VERSIONING);
    }
    if (!bucket.versioning() && actual == Versioning.ENABLED) {
      add(new MinioAction.SetVersioning(bucket.name(), Versioning.SUSPENDED), Cause.VERSIONING);
    }
  }

  private void policy(MinioSpec.Policy policy) {
    PolicyDocument actual = observed.policies().get(policy.name());
    PolicyDocument wanted = observed.wanted().get(policy.name()).document();
    if (!wanted.equals(actual)) {
      add(
          new MinioAction.PutPolicy(policy.name(), observed.wanted().get(policy.name()).text()),
          actual == null ? missingBecause : Cause.CONTENT);
    }
  }

  private void user(MinioSpec.User user) {
    ObservedMinioUser actual = observed.users().get(user.name());
    if (actual == null) {
      add(new MinioAction.PutUser(user), missingBecause);
    } else if (!actual.enabled() || actual.key() == KeyProbe.UNKNOWN_KEY) {
      add(new MinioAction.PutUser(user), Cause.DISABLED);
    } else if (actual.key() == KeyProbe.WRONG_SECRET) {
      add(new MinioAction.PutUser(user), Cause.SECRET);
    }
  }

  private void mapping(MinioSpec.User user) {
    ObservedMinioUser actual = observed.users().get(user.name());
    if (actual == null) {
      add(new MinioAction.MapPolicy(user), missingBecause);
    } else if (!actual.policy().equals(user.policy())) {
      add(new MinioAction.MapPolicy(user), Cause.MAPPING);
    }
  }

  private static Optional<String> proofCause(ObservedMinio observed, List<Step> repairs) {
    if (!repairs.isEmpty()) {
      return Optional.of(Cause.CHANGED);
    }
    if (observed.users().values().stream().anyMatch(user -> user.key() == KeyProbe.DENIED)) {
      return Optional.of(Cause.ACCESS_DENIED);
    }
    return observed.verified() ? Optional.empty() : Optional.of(Cause.UNVERIFIED);
  }

  private static List<Step> proofs(MinioSpec desired, ObservedMinio observed, String cause) {
    List<String> buckets = desired.buckets().stream().map(MinioSpec.Bucket::name).toList();
    return desired.users().stream()
        .map(
            user ->
                Step.of(
                    new MinioAction.VerifyUser(
                        user,
                        observed.wanted().get(user.policy()).document(),
                        buckets,
                        observed.storage().id()),
                    cause))
        .toList();
  }

  private void add(MinioAction action, String cause) {
    steps.add(Step.of(action, cause));
  }
}
