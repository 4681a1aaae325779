package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.observed.MinioReset;
import io.lakeswarm.reconciler.plan.MinioAction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Does one action; decides nothing. */
final class MinioWriter {
  private final MinioAccess access;
  private final MinioFacts facts;
  private final UserProof proof;
  private final ProofLedger ledger;
  private final Clock clock;

  MinioWriter(MinioAccess access, MinioFacts facts, ProofLedger ledger, Clock clock) {
    this.access = access;
    this.facts = facts;
    this.proof = new UserProof(access);
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Empty when done, else what is wrong; throws when the server refuses. */
  Optional<String> write(MinioAction action) {
    if (action instanceof MinioAction.VerifyUser verify) {
      Optional<String> flaw = proof.flaw(verify.user(), verify.policy(), verify.buckets());
      if (flaw.isEmpty()) {
        ledger.proven(verify.deploymentId(), verify.user().name());
      }
      return flaw;
    }
    if (!remembered(action)) {
      ledger.changed();
      change(action);
    }
    return Optional.empty();
  }

  private void change(MinioAction action) {
    if (action instanceof MinioAction.CreateBucket create) {
      access.asRoot().makeBucket(create.name());
    } else if (action instanceof MinioAction.SetVersioning set) {
      access.asRoot().setVersioning(set.bucket(), set.versioning());
    } else if (action instanceof MinioAction.PutPolicy put) {
      access.admin().putPolicy(put.name(), put.text());
    } else if (action instanceof MinioAction.PutUser put) {
      access.admin().putUser(put.user().name(), access.keyOf(put.user()));
    } else if (action instanceof MinioAction.MapPolicy map) {
      String accessKey = access.keyOf(map.user()).accessKey();
      access.admin().mapPolicy(map.user().name(), accessKey, map.user().policy());
    } else {
      throw new IllegalArgumentException("Unknown action " + action.getClass().getSimpleName());
    }
  }

  /** Says whether the action is one on the memory, and does it. */
  private boolean remembered(MinioAction action) {
    Instant now = clock.instant();
    if (action instanceof MinioAction.RecordReset loss) {
      facts.remember(
          new MinioReset(
              loss.reason(), loss.deploymentId(), now, loss.reapplied(), Optional.empty()));
    } else if (action instanceof MinioAction.CloseReset) {
      facts
          .lastReset()
          .ifPresent(
              open ->
                  facts.remember(
                      new MinioReset(
                          open.reason(),
                          open.deploymentId(),
                          open.detectedAt(),
                          open.reapplied(),
                          Optional.of(Duration.between(open.detectedAt(), now)))));
    } else if (action instanceof MinioAction.RememberIdentity remember) {
      facts.remember(remember.identity());
    } else {
      return false;
    }
    return true;
  }
}
