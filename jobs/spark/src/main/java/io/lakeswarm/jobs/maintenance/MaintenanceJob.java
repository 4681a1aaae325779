package io.lakeswarm.jobs.maintenance;

import io.lakeswarm.jobs.cli.JobFailure;
import io.lakeswarm.jobs.cli.JobMain;
import io.lakeswarm.jobs.cli.Progress;
import io.lakeswarm.jobs.lake.BranchTable;
import io.lakeswarm.jobs.lake.LakeBranches;
import io.lakeswarm.jobs.lake.LakeCatalog;
import io.lakeswarm.jobs.lake.LakeSettings;
import io.lakeswarm.jobs.spark.Sessions;
import io.lakeswarm.jobs.spark.SparkSettings;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Joins small files and manifests of a table when they are worth a commit, and starts Spark only
 * then. It expires no snapshot: another branch may still use its files. It also removes shuffle
 * data that killed applications left.
 */
public final class MaintenanceJob {
  private MaintenanceJob() {}

  /** Runs the job and ends the process. */
  public static void main(String[] args) {
    JobMain.run(
        "maintenance",
        () -> run(MaintenanceOptions.parse(List.of(args)), SparkSettings.load()).fields());
  }

  static MaintenanceResult run(MaintenanceOptions options, SparkConf conf) {
    Progress progress = new Progress("maintenance");
    LeftShuffles.remove(conf, Instant.now(), progress);
    BranchTable main = options.table();
    LakeSettings settings = LakeSettings.from(SparkSettings.asMap(conf));
    try (LakeCatalog catalog = LakeCatalog.open(settings);
        LakeBranches branches = LakeBranches.open(settings)) {
      TableShape before = TableShape.of(require(catalog, main));
      if (!before.wantsCompaction() && !before.wantsFewerManifests()) {
        progress.say(
            "%s: %d small files in a partition, %d manifests: nothing to join",
            main.path(), before.smallFiles(), before.manifests());
        return new MaintenanceResult(0, 0);
      }
      String branch = "maintenance_" + main.namespace() + "_" + main.name();
      progress.say("working on branch %s", branch);
      branches.startAnew(branch);
      try {
        MaintenanceResult result = rewrite(main.on(branch), before, conf);
        requireSameRows(before, TableShape.of(require(catalog, main.on(branch))), main);
        branches.mergeIntoMain(branch);
        progress.say(
            "joined %d files and %d manifests, merged into main",
            result.files(), result.manifests());
        return result;
      } finally {
        branches.drop(branch);
      }
    }
  }

  private static MaintenanceResult rewrite(BranchTable table, TableShape shape, SparkConf conf) {
    conf.set("spark.sql.shuffle.partitions", "1");
    conf.setIfMissing("spark.cores.max", "1");
    try (SparkSession spark = Sessions.openShort("maintenance", conf)) {
      Rewrite rewrite = new Rewrite(spark, table);
      long files = shape.wantsCompaction() ? rewrite.files() : 0;
      return new MaintenanceResult(files, rewrite.manifests());
    }
  }

  private static Table require(LakeCatalog catalog, BranchTable table) {
    return catalog
        .find(table)
        .orElseThrow(
            () ->
                new JobFailure(
                    "Cannot maintain "
                        + table.path()
                        + ": there is no such table. Run the job that makes it first."));
  }

  private static void requireSameRows(TableShape before, TableShape after, BranchTable table) {
    if (before.rows() != after.rows()) {
      throw new JobFailure(
          "Cannot maintain "
              + table.path()
              + ": it would have "
              + after.rows()
              + " rows in place of "
              + before.rows()
              + ". main is untouched; report this as a defect.");
    }
  }
}
