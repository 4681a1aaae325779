package io.lakeswarm.jobs.gold;

import io.lakeswarm.jobs.cli.JobFailure;
import io.lakeswarm.jobs.cli.JobMain;
import io.lakeswarm.jobs.cli.Progress;
import io.lakeswarm.jobs.lake.BranchTable;
import io.lakeswarm.jobs.lake.LakeBranches;
import io.lakeswarm.jobs.lake.LakeCatalog;
import io.lakeswarm.jobs.lake.LakeSettings;
import io.lakeswarm.jobs.spark.JobGroup;
import io.lakeswarm.jobs.spark.Sessions;
import io.lakeswarm.jobs.spark.SparkSettings;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Keeps the gold view up to date; writes to the catalog only when the definition differs. */
public final class GoldJob {
  private GoldJob() {}

  /** Runs the job and ends the process. */
  public static void main(String[] args) {
    JobMain.run(
        "gold",
        () -> {
          GoldOptions.parse(List.of(args));
          return run(SparkSettings.load()).fields();
        });
  }

  static GoldResult run(SparkConf conf) {
    boolean upToDate = isUpToDate(LakeSettings.from(SparkSettings.asMap(conf)));
    conf.set("spark.sql.shuffle.partitions", "1");
    conf.setIfMissing("spark.cores.max", "1");
    try (SparkSession spark = Sessions.openShort("gold", conf)) {
      Progress progress = new Progress("gold");
      if (upToDate) {
        progress.say("the view %s is up to date", GoldView.PATH);
      } else {
        progress.say("creating the view %s", GoldView.PATH);
        GoldDdl.write(spark);
      }
      Row sums =
          new JobGroup("gold-count", "Count the breweries of the gold view")
              .run(
                  spark,
                  () ->
                      spark
                          .sql(
                              "SELECT count(*), coalesce(sum(brewery_count), 0) FROM "
                                  + GoldView.PATH)
                          .first());
      return new GoldResult(sums.getLong(0), sums.getLong(1), !upToDate);
    }
  }

  private static boolean isUpToDate(LakeSettings settings) {
    try (LakeCatalog catalog = LakeCatalog.open(settings)) {
      if (!catalog.hasNamespace(GoldView.NAMESPACE)) {
        throw new JobFailure(
            "Cannot build gold: the catalog has no namespace "
                + GoldView.NAMESPACE
                + ". Add it under nessie.namespaces in the desired state; the reconciler makes"
                + " it.");
      }
      if (catalog.find(new BranchTable("silver", "breweries", LakeBranches.MAIN)).isEmpty()) {
        throw new JobFailure(
            "Cannot build gold: there is no table "
                + GoldView.SOURCE
                + ". Run the silver job first.");
      }
      return GoldDdl.isUpToDate(catalog);
    }
  }
}
