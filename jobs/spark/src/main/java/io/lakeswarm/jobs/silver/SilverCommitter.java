package io.lakeswarm.jobs.silver;

import io.lakeswarm.jobs.cli.JobFailure;
import io.lakeswarm.jobs.cli.Progress;
import io.lakeswarm.jobs.lake.BranchTable;
import io.lakeswarm.jobs.lake.LakeBranches;
import io.lakeswarm.jobs.lake.LakeCatalog;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;

/**
 * Writes silver, as the only writer: all work happens on a branch, which is merged into main
 * atomically.
 */
final class SilverCommitter {
  private final LakeCatalog catalog;
  private final LakeBranches branches;
  private final String warehouse;
  private final Progress progress;

  /**
   * Writes with these clients.
   *
   * @param warehouse where tables are
   */
  SilverCommitter(LakeCatalog catalog, LakeBranches branches, String warehouse, Progress progress) {
    this.catalog = catalog;
    this.branches = branches;
    this.warehouse = warehouse;
    this.progress = progress;
  }

  /**
   * Writes the table on the branch, stores the snapshot in its properties, and merges the branch
   * into main.
   */
  Change commit(SilverPlan plan, Work work) {
    progress.say("working on branch %s", plan.branch());
    branches.startAnew(plan.branch());
    try {
      BranchTable table = SilverTable.MAIN.on(plan.branch());
      if (catalog.find(table).isEmpty()) {
        create(table);
      }
      Change change = work.write(table);
      AppliedSnapshot applied =
          new AppliedSnapshot(
              plan.manifest().name(), plan.manifest().takenAt(), change.currentRows());
      remember(table, applied);
      branches.mergeIntoMain(plan.branch());
      progress.say("merged %s into main", plan.branch());
      return change;
    } finally {
      branches.drop(plan.branch());
    }
  }

  /** Fills the table on its branch and checks it. */
  @FunctionalInterface
  interface Work {
    Change write(BranchTable table);
  }

  private void create(BranchTable table) {
    progress.say("creating the table %s", SilverTable.MAIN.path());
    SilverDdl.create(catalog, table, warehouse);
  }

  private void remember(BranchTable name, AppliedSnapshot applied) {
    Table table =
        catalog
            .find(name)
            .orElseThrow(
                () ->
                    new JobFailure(
                        "Cannot finish silver: the table vanished from the branch "
                            + name.branch()
                            + ". Run the job again."));
    UpdateProperties update = table.updateProperties();
    applied.asProperties().forEach(update::set);
    update.commit();
  }
}
