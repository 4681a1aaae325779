package io.lakeswarm.jobs.lake;

import io.lakeswarm.jobs.cli.JobFailure;
import org.projectnessie.client.NessieClientBuilder;
import org.projectnessie.client.api.NessieApiV2;
import org.projectnessie.error.NessieConflictException;
import org.projectnessie.error.NessieNotFoundException;
import org.projectnessie.model.Branch;
import org.projectnessie.model.Reference;

/**
 * Creates, merges and drops branches of the catalog. A merge makes all work on a branch visible in
 * main at once.
 */
public final class LakeBranches implements AutoCloseable {
  /** The branch that readers use. */
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

  /** Creates the branch from main's head, after dropping one that a crashed run left. */
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
              + ": another run created it at the same time. Wait until that run has ended, then run"
              + " the job again.",
          e);
    }
  }

  /** Merges the branch into main atomically. */
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
              + " into main: another run dropped the branch. Run the job again.",
          e);
    } catch (NessieConflictException e) {
      throw new JobFailure(
          "Cannot merge the branch "
              + name
              + " into main: the table changed in main while this job ran. Run the job again.",
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
