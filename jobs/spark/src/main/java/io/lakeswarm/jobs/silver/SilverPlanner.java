package io.lakeswarm.jobs.silver;

import io.lakeswarm.jobs.cli.JobFailure;
import java.util.Optional;

/** Decides whether and how to apply a snapshot; pure. */
final class SilverPlanner {
  /** Rows that a 1 GB executor reads and sorts in one task without spilling. */
  static final long ROWS_A_TASK = 50_000;

  private static final int HASH_CHARS = 8;

  private SilverPlanner() {}

  /**
   * Plans the run.
   *
   * @throws JobFailure when a newer snapshot was applied already
   */
  static SilverPlan plan(Manifest manifest, Optional<AppliedSnapshot> before) {
    boolean same =
        before.map(AppliedSnapshot::manifest).filter(manifest.name()::equals).isPresent();
    if (!same && before.isPresent() && !manifest.takenAt().isAfter(before.get().takenAt())) {
      throw new JobFailure(
          "Cannot apply the snapshot "
              + manifest.name()
              + ": it is not newer than the last applied one, "
              + before.get().manifest()
              + ". Apply snapshots in the order of their time.");
    }
    int tasks = (int) ceilDiv(manifest.rows(), ROWS_A_TASK);
    return new SilverPlan(
        manifest, before, same, branch(manifest), Math.min(tasks, manifest.pages().size()), tasks);
  }

  private static String branch(Manifest manifest) {
    String hash = manifest.snapshot();
    return "silver_" + hash.substring(0, Math.min(HASH_CHARS, hash.length()));
  }

  private static long ceilDiv(long value, long by) {
    return (value + by - 1) / by;
  }
}
