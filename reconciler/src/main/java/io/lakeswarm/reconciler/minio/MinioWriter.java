package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.plan.MinioAction;
import io.lakeswarm.reconciler.probe.ProofCache;

/** Applies each action as one write; a test of a key that fails is thrown. */
final class MinioWriter implements MinioAction.Handler {
  private final MinioAccess access;
  private final UserProof proof;
  private final ProofCache proofs;

  MinioWriter(MinioAccess access, ProofCache proofs) {
    this.access = access;
    this.proof = new UserProof(access);
    this.proofs = proofs;
  }

  @Override
  public void createBucket(MinioAction.CreateBucket action) {
    proofs.clear();
    access.asRoot().makeBucket(action.name());
  }

  @Override
  public void setVersioning(MinioAction.SetVersioning action) {
    proofs.clear();
    access.asRoot().setVersioning(action.bucket(), action.versioning());
  }

  @Override
  public void putPolicy(MinioAction.PutPolicy action) {
    proofs.clear();
    access.admin().putPolicy(action.name(), action.text());
  }

  @Override
  public void putUser(MinioAction.PutUser action) {
    proofs.clear();
    access.admin().putUser(action.user().name(), access.keyOf(action.user()));
  }

  @Override
  public void mapPolicy(MinioAction.MapPolicy action) {
    proofs.clear();
    String accessKey = access.keyOf(action.user()).accessKey();
    access.admin().mapPolicy(action.user().name(), accessKey, action.user().policy());
  }

  @Override
  public void verifyUser(MinioAction.VerifyUser action) {
    proof
        .flaw(action.user(), action.policy(), action.buckets())
        .ifPresent(
            flaw -> {
              throw new ReconcileException.Stalled(flaw);
            });
    proofs.verified(action.deploymentId(), action.user().name());
  }
}
