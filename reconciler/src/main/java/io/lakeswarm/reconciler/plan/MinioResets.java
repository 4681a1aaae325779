package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.observed.MinioIdentity;
import io.lakeswarm.reconciler.observed.MinioReset;
import io.lakeswarm.reconciler.observed.ObservedMinio;
import java.util.Optional;

/**
 * Tells a loss of data from a first start and from drift: only storage that was proven to work
 * before can lose something.
 */
final class MinioResets {
  private MinioResets() {}

  /** The loss that is seen and was not recorded yet. */
  static Optional<MinioReset.Reason> notYetRecorded(MinioSpec desired, ObservedMinio observed) {
    if (observed.remembered().isEmpty() || open(observed).isPresent()) {
      return Optional.empty();
    }
    MinioIdentity known = observed.remembered().get();
    if (!known.deploymentId().equals(observed.deploymentId())) {
      boolean closedAlready =
          observed.lastReset().filter(reset -> isOf(reset, observed)).isPresent();
      return closedAlready ? Optional.empty() : Optional.of(MinioReset.Reason.VOLUME_REPLACED);
    }
    return everyKnownBucketIsGone(desired, observed, known)
        ? Optional.of(MinioReset.Reason.DATA_VANISHED)
        : Optional.empty();
  }

  /** The recorded loss on this storage whose repair was not proven yet. */
  static Optional<MinioReset> open(ObservedMinio observed) {
    return observed
        .lastReset()
        .filter(reset -> reset.recovery().isEmpty() && isOf(reset, observed));
  }

  /** Of the buckets proven to exist earlier and still desired: a new name is not a loss. */
  private static boolean everyKnownBucketIsGone(
      MinioSpec desired, ObservedMinio observed, MinioIdentity known) {
    var proven =
        desired.buckets().stream()
            .map(MinioSpec.Bucket::name)
            .filter(known.buckets()::contains)
            .toList();
    return !proven.isEmpty() && proven.stream().noneMatch(observed.buckets()::containsKey);
  }

  private static boolean isOf(MinioReset reset, ObservedMinio observed) {
    return reset.deploymentId().equals(observed.deploymentId());
  }
}
