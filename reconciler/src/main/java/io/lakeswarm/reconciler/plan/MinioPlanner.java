package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.observed.KeyProbe;
import io.lakeswarm.reconciler.observed.MinioIdentity;
import io.lakeswarm.reconciler.observed.MinioReset;
import io.lakeswarm.reconciler.observed.ObservedMinio;
import io.lakeswarm.reconciler.observed.ObservedMinioUser;
import io.lakeswarm.reconciler.observed.PolicyDocument;
import io.lakeswarm.reconciler.observed.Versioning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Buckets, then policies, then users, then mappings (each needs the earlier ones), then the proof
 * by use, then what is remembered. Nothing is ever removed.
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

  /** The steps that make {@code observed} what {@code desired} says; empty when it is. */
  public static Plan plan(MinioSpec desired, ObservedMinio observed) {
    Optional<MinioReset.Reason> fresh = MinioResets.notYetRecorded(desired, observed);
    boolean open = fresh.isPresent() || MinioResets.open(observed).isPresent();
    String missingBecause =
        observed.remembered().isEmpty() ? "first start" : open ? "data lost" : "missing";
    List<Step> repairs = new MinioPlanner(desired, observed, missingBecause).repairs();

    List<Step> steps = new ArrayList<>();
    fresh.ifPresent(
        reason -> {
          List<String> targets =
              repairs.stream().map(step -> step.action().target()).distinct().toList();
          steps.add(
              Step.of(
                  new MinioAction.RecordReset(reason, observed.deploymentId(), targets),
                  reason == MinioReset.Reason.VOLUME_REPLACED
                      ? "volume replaced"
                      : "data vanished"));
        });
    steps.addAll(repairs);
    proofCause(observed, repairs)
        .ifPresent(cause -> steps.addAll(proofs(desired, observed, cause)));
    if (open) {
      steps.add(Step.of(new MinioAction.CloseReset(observed.deploymentId()), "proven by use"));
    }
    MinioIdentity proven =
        MinioIdentity.of(
            observed.deploymentId(),
            desired.buckets().stream().map(MinioSpec.Bucket::name).toList());
    if (!observed.remembered().equals(Optional.of(proven))) {
      steps.add(Step.of(new MinioAction.RememberIdentity(proven), "proven by use"));
    }
    return new Plan(steps);
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
