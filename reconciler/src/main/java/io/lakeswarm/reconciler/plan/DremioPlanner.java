package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DremioSpec;
import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.observed.ObservedDremio;
import io.lakeswarm.reconciler.observed.ObservedSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans the first user, then the sources in the document's order. When an observation needs no
 * change, it plans the probes and stores the volume's identity. It never removes anything: a source
 * that is bad or of another type is left to the operator.
 */
public final class DremioPlanner {
  private final DesiredState desired;
  private final ObservedDremio observed;
  private final List<Step> changes = new ArrayList<>();

  private DremioPlanner(DesiredState desired, ObservedDremio observed) {
    this.desired = desired;
    this.observed = observed;
  }

  /** Returns the steps that make {@code observed} match {@code desired}; empty when it does. */
  public static Plan plan(DesiredState desired, ObservedDremio observed) {
    return switch (observed.stage()) {
      case NOT_DEPLOYED -> Plan.EMPTY;
      // Before the login nothing can be read, not even the volume's identity.
      case NO_USER -> Plan.of(Step.of(new DremioAction.CreateUser(), Cause.NO_USER));
      case OPEN -> new DremioPlanner(desired, observed).open();
    };
  }

  private Plan open() {
    StoragePlan storage = new StoragePlan(observed.storage(), Optional.empty());
    String missingBecause = storage.missingBecause();
    desired.dremio().sources().forEach(source -> change(source, missingBecause));
    boolean settled =
        changes.isEmpty() && desired.dremio().sources().stream().allMatch(this::isProvable);
    return storage.plan(
        changes.stream().filter(this::isPossible).toList(),
        reapplied(),
        changes.isEmpty() ? proofs() : List.of(),
        settled ? Optional.of(observed.storage().verified(List.of())) : Optional.empty());
  }

  private void change(DremioSpec.Source source, String missingBecause) {
    ObservedSource actual = observed.sources().get(source.name());
    if (actual == null) {
      change(
          new DremioAction.CreateSource(source, user(source), observed.clusterId()),
          missingBecause);
      return;
    }
    if (actual.changing() || !actual.type().equals(source.type().name())) {
      return;
    }
    if (isSurelyCurrent(source, actual)) {
      change(
          new DremioAction.AdoptSource(source, user(source), observed.clusterId()),
          Cause.FOUND_WORKING);
    } else if (actual.secret() != ObservedSource.Secret.CURRENT) {
      boolean rotated = actual.secret() == ObservedSource.Secret.ROTATED;
      update(
          source,
          actual,
          DremioAction.Secret.SEND,
          rotated ? Cause.SECRET_ROTATED : Cause.SECRET_UNKNOWN);
    } else if (!actual.differs().isEmpty()) {
      update(source, actual, DremioAction.Secret.KEEP, Cause.SETTINGS);
    }
  }

  /**
   * Returns true when the step can succeed now: Dremio connects to catalog and object store at each
   * write to a source.
   */
  private boolean isPossible(Step step) {
    return observed.blocked().isEmpty() || step.action() instanceof DremioAction.AdoptSource;
  }

  /**
   * Returns the targets to record with a loss. On a new volume they include the user, which had to
   * be created before the volume's identity could be read.
   */
  private List<String> reapplied() {
    Stream<String> user = observed.proven().stream().filter(ObservedDremio.USER::equals);
    return Stream.concat(user, StoragePlan.targets(changes).stream()).toList();
  }

  /**
   * Returns true when the stored secret must be the desired one: Dremio opened a good S3 source
   * with the compared key. Sending the secret again would make Dremio drop what users defined on
   * the source.
   */
  private static boolean isSurelyCurrent(DremioSpec.Source source, ObservedSource actual) {
    return actual.secret() == ObservedSource.Secret.UNKNOWN
        && source.type() == DremioSpec.SourceType.S3
        && actual.health() == ObservedSource.Health.GOOD
        && actual.differs().isEmpty();
  }

  private void update(
      DremioSpec.Source source, ObservedSource actual, DremioAction.Secret secret, String cause) {
    changes.add(
        new Step(
            new DremioAction.UpdateSource(
                source,
                user(source),
                observed.clusterId(),
                actual.id(),
                actual.tag(),
                actual.differs(),
                secret),
            cause,
            actual.tag(),
            List.of()));
  }

  private List<Step> proofs() {
    List<Step> proofs = new ArrayList<>();
    if (!observed.proven().contains(ObservedDremio.ENGINE)) {
      proofs.add(Step.of(new DremioAction.VerifyEngine(observed.clusterId()), Cause.UNVERIFIED));
    }
    for (DremioSpec.Source source : desired.dremio().sources()) {
      if (isProvable(source) && !observed.proven().contains(source.name())) {
        proofs.add(
            Step.of(new DremioAction.VerifySource(source, observed.clusterId()), Cause.UNVERIFIED));
      }
    }
    return proofs;
  }

  private boolean isProvable(DremioSpec.Source source) {
    ObservedSource actual = observed.sources().get(source.name());
    return actual != null
        && !actual.changing()
        && actual.type().equals(source.type().name())
        && actual.health() == ObservedSource.Health.GOOD;
  }

  /** Returns the source's user; a valid desired state names only users it has. */
  private MinioSpec.User user(DremioSpec.Source source) {
    return desired.minio().users().stream()
        .filter(user -> user.name().equals(source.user()))
        .findFirst()
        .orElseThrow();
  }

  private void change(DremioAction action, String cause) {
    changes.add(Step.of(action, cause));
  }
}
