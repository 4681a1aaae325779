package io.lakeswarm.jobs.silver;

import io.lakeswarm.jobs.cli.JobFailure;
import io.lakeswarm.jobs.cli.JobMain;
import io.lakeswarm.jobs.cli.Progress;
import io.lakeswarm.jobs.lake.LakeBranches;
import io.lakeswarm.jobs.lake.LakeCatalog;
import io.lakeswarm.jobs.lake.LakeFiles;
import io.lakeswarm.jobs.lake.LakeSettings;
import io.lakeswarm.jobs.spark.Sessions;
import io.lakeswarm.jobs.spark.SparkSettings;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.ResolvingFileIO;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Applies one complete snapshot to silver.breweries. Idempotent: an applied snapshot changes
 * nothing and does not start Spark.
 */
public final class SilverJob {
  private static final int MAX_CORES = 4;

  private SilverJob() {}

  /** Runs the job and ends the process. */
  public static void main(String[] args) {
    JobMain.run(
        "silver", () -> run(SilverOptions.parse(List.of(args)), SparkSettings.load()).fields());
  }

  static SilverResult run(SilverOptions options, SparkConf conf) {
    Progress progress = new Progress("silver");
    LakeSettings settings = LakeSettings.from(SparkSettings.asMap(conf));
    try (ResolvingFileIO files = LakeFiles.open(settings);
        LakeCatalog catalog = LakeCatalog.open(settings)) {
      Manifest manifest = new ManifestStore(files, options.snapshots()).read(options.manifest());
      progress.say("snapshot %s: %d rows", manifest.name(), manifest.rows());
      SilverPlan plan = SilverPlanner.plan(manifest, applied(catalog));
      if (plan.isEmpty()) {
        progress.say("this snapshot is applied already, nothing to do");
        return SilverResult.unchanged(manifest, plan.before().orElseThrow());
      }
      try (LakeBranches branches = LakeBranches.open(settings)) {
        return write(
            plan,
            options.bronze(),
            settings,
            conf,
            new SilverCommitter(catalog, branches, settings.require("warehouse"), progress),
            progress);
      }
    }
  }

  private static Optional<AppliedSnapshot> applied(LakeCatalog catalog) {
    if (!catalog.hasNamespace(SilverTable.NAMESPACE)) {
      throw new JobFailure(
          "Cannot build silver: the catalog has no namespace "
              + SilverTable.NAMESPACE
              + ". Add it under nessie.namespaces in the desired state; the reconciler makes it.");
    }
    return catalog.find(SilverTable.MAIN).map(Table::properties).flatMap(AppliedSnapshot::from);
  }

  private static SilverResult write(
      SilverPlan plan,
      String root,
      LakeSettings settings,
      SparkConf conf,
      SilverCommitter committer,
      Progress progress) {
    conf.set("spark.sql.shuffle.partitions", Integer.toString(plan.shufflePartitions()));
    // Starting an executor takes longer than a small snapshot: no more executors than tasks.
    conf.setIfMissing("spark.cores.max", Integer.toString(Math.min(MAX_CORES, plan.readTasks())));
    try (SparkSession spark = Sessions.openShort("silver", conf)) {
      SilverWriter writer = new SilverWriter(spark, plan, root, settings, progress);
      Change change = committer.commit(plan, writer::apply);
      return new SilverResult(
          plan.manifest().name(),
          writer.read().rows(),
          change.opened(),
          change.closed(),
          change.currentRows(),
          writer.read().badCoordinates(),
          !change.isNone());
    }
  }
}
