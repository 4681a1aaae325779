package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.observed.Identity;
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
 * Buckets, then policies, then users, then mappings (each needs the earlier ones), then the proof
 * by use, then what is remembered. Nothing is ever removed.
 */
public final class MinioPlanner {
  private static final String COMPONENT = "minio";

  private final MinioSpec desired;
  private final ObservedMinio observed;
  private final String missingBecause;
  private final List<Step> steps = new ArrayList<>();

  private MinioPlanner(MinioSpec desired, ObservedMinio observed, String missingBecause) {
    this.desired = desired;
    this.observed = observed;
    this.missingBecause = missingBecause;
  }

  /** The steps that make {@code observed} what {@code desired} says; empty when it is. */
  public static Plan plan(MinioSpec desired, ObservedMinio observed) {
    Losses losses =
        new Losses(observed.deploymentId(), observed.remembered(), observed.lastReset());
    Optional<Reset.Reason> fresh =
        losses.notYetRecorded(
            everyKnownBucketIsGone(desired, observed)
                ? Optional.of(Reset.Reason.DATA_VANISHED)
                : Optional.empty());
    List<Step> repairs =
        new MinioPlanner(desired, observed, losses.missingBecause(fresh)).repairs();

    List<Step> steps = new ArrayList<>();
    losses.record(COMPONENT, fresh, Losses.targets(repairs)).ifPresent(steps::add);
    steps.addAll(repairs);
    proofCause(observed, repairs)
        .ifPresent(cause -> steps.addAll(proofs(desired, observed, cause)));
    if (fresh.isPresent() || losses.isOpen()) {
      steps.add(
          Step.of(new ResetAction.Close(COMPONENT, observed.deploymentId()), "proven by use"));
    }
    Identity proven =
        Identity.of(
                COMPONENT,
                observed.deploymentId(),
                desired.buckets().stream().map(MinioSpec.Bucket::name).toList())
            .on(observed.node())
            .orNodeOf(observed.remembered());
    if (!observed.remembered().equals(Optional.of(proven))) {
      steps.add(Step.of(new ResetAction.Remember(proven), "proven by use"));
    }
    return new Plan(steps);
  }

  /** Of the buckets proven to exist earlier and still desired: a new name is not a loss. */
  private static boolean everyKnownBucketIsGone(MinioSpec desired, ObservedMinio observed) {
    List<String> proven =
        desired.buckets().stream()
            .map(MinioSpec.Bucket::name)
            .filter(
                name ->
                    observed.remembered().filter(known -> known.parts().contains(name)).isPresent())
            .toList();
    return !proven.isEmpty() && proven.stream().noneMatch(observed.buckets()::containsKey);
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
          actual == null ? missingBecause : "versioning differs");
    }
    if (!bucket.versioning() && actual == Versioning.ENABLED) {
      add(new MinioAction.SetVersioning(bucket.name(), Versioning.SUSPENDED), "versioning differs");
    }
  }

  private void policy(MinioSpec.Policy policy) {
    PolicyDocument actual = observed.policies().get(policy.name());
    PolicyDocument wanted = observed.wanted().get(policy.name()).document();
    if (!wanted.equals(actual)) {
      add(
          new MinioAction.PutPolicy(policy.name(), observed.wanted().get(policy.name()).text()),
          actual == null ? missingBecause : "content differs");
    }
  }

  private void user(MinioSpec.User user) {
    ObservedMinioUser actual = observed.users().get(user.name());
    if (actual == null) {
      add(new MinioAction.PutUser(user), missingBecause);
    } else if (!actual.enabled() || actual.key() == KeyProbe.UNKNOWN_KEY) {
      add(new MinioAction.PutUser(user), "disabled");
    } else if (actual.key() == KeyProbe.WRONG_SECRET) {
      add(new MinioAction.PutUser(user), "secret differs");
    }
  }

  private void mapping(MinioSpec.User user) {
    ObservedMinioUser actual = observed.users().get(user.name());
    if (actual == null) {
      add(new MinioAction.MapPolicy(user), missingBecause);
    } else if (!actual.policy().equals(user.policy())) {
      add(new MinioAction.MapPolicy(user), "mapping differs");
    }
  }

  private static Optional<String> proofCause(ObservedMinio observed, List<Step> repairs) {
    if (!repairs.isEmpty()) {
      return Optional.of("changed");
    }
    if (observed.users().values().stream().anyMatch(user -> user.key() == KeyProbe.DENIED)) {
      return Optional.of("access denied");
    }
    return observed.verified() ? Optional.empty() : Optional.of("not proven yet");
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
                        observed.deploymentId()),
                    cause))
        .toList();
  }

  private void add(MinioAction action, String cause) {
    steps.add(Step.of(action, cause));
  }
}
