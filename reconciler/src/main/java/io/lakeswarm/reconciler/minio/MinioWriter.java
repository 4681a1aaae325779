package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.plan.MinioAction;
import java.util.Optional;

/** Does one action; decides nothing. */
final class MinioWriter {
  private final MinioAccess access;
  private final UserProof proof;
  private final ProofLedger ledger;

  MinioWriter(MinioAccess access, ProofLedger ledger) {
    this.access = access;
    this.proof = new UserProof(access);
    this.ledger = ledger;
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
    ledger.forget();
    change(action);
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
}
