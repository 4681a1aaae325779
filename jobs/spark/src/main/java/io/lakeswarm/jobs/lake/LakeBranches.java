package io.lakeswarm.jobs.lake;

import io.lakeswarm.jobs.cli.JobFailure;
import org.projectnessie.client.NessieClientBuilder;
import org.projectnessie.client.api.NessieApiV2;
import org.projectnessie.error.NessieConflictException;
import org.projectnessie.error.NessieNotFoundException;
import org.projectnessie.model.Branch;
import org.projectnessie.model.Reference;

/** Branches of the catalog: work is done on one and becomes visible in main all at once. */
public final class LakeBranches implements AutoCloseable {
  /** The branch everybody reads. */
  public static final String MAIN = "main";

  private final NessieApiV2 nessie;

  private LakeBranches(NessieApiV2 nessie) {
    this.nessie = nessie;
  }

  /** Opens a client; the caller closes it. */
  public static LakeBranches open(LakeSettings settings) {
    return new LakeBranches(
        NessieClientBuilder.createClientBuilder(null, null)
            .withUri(settings.require("uri"))
            .build(NessieApiV2.class));
  }

  /** Makes the branch from main's head; one left over from a crashed run is dropped first. */
  public void startAnew(String name) {
    drop(name);
    try {
      Reference main = nessie.getReference().refName(MAIN).get();
      nessie
          .createReference()
          .sourceRefName(MAIN)
          .reference(Branch.of(name, main.getHash()))
          .create();
    } catch (NessieNotFoundException e) {
      throw new JobFailure(
          "Cannot make the branch "
              + name
              + ": the catalog has no branch main. Let the reconciler bootstrap Nessie first.",
          e);
    } catch (NessieConflictException e) {
      throw new JobFailure(
          "Cannot make the branch "
              + name
              + ": another run just made it. Wait until that run has ended, then run the job again.",
          e);
    }
  }

  /** Merges the branch into main, whole or not at all. */
  public void mergeIntoMain(String name) {
    try {
      Reference branch = nessie.getReference().refName(name).get();
      nessie
          .mergeRefIntoBranch()
          .fromRef(branch)
          .branch((Branch) nessie.getReference().refName(MAIN).get())
          .merge();
    } catch (NessieNotFoundException e) {
      throw new JobFailure(
          "Cannot merge the branch "
              + name
              + " into main: somebody dropped it meanwhile. Run the job again.",
          e);
    } catch (NessieConflictException e) {
      throw new JobFailure(
          "Cannot merge the branch "
              + name
              + " into main: the same table was changed there meanwhile. Run the job again.",
          e);
    }
  }

  /** Drops the branch if it exists. */
  public void drop(String name) {
    try {
      Reference branch = nessie.getReference().refName(name).get();
      nessie.deleteReference().reference(branch).delete();
    } catch (NessieNotFoundException absent) {
      return;
    } catch (NessieConflictException e) {
      throw new JobFailure(
          "Cannot drop the branch " + name + ": another run writes to it. Wait for that run.", e);
    }
  }

  @Override
  public void close() {
    nessie.close();
  }
}
