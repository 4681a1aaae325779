package io.lakeswarm.jobs.maintenance;

import io.lakeswarm.jobs.cli.JobFailure;
import io.lakeswarm.jobs.lake.BranchTable;
import io.lakeswarm.jobs.spark.JobGroup;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.RewriteManifests;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/** Runs Iceberg's rewriting actions on one table. */
final class Rewrite {
  private final SparkSession spark;
  private final BranchTable name;

  Rewrite(SparkSession spark, BranchTable name) {
    this.spark = spark;
    this.name = name;
  }

  /** Joins small data files of each partition and returns their number. */
  long files() {
    Table table = load();
    return new JobGroup("maintenance-files", "Join small files of " + name.path())
        .run(
            spark,
            () ->
                SparkActions.get(spark)
                    .rewriteDataFiles(table)
                    .option("min-input-files", Integer.toString(TableShape.WORTH_A_COMMIT))
                    .execute()
                    .rewrittenDataFilesCount());
  }

  /** Joins manifests and returns their number. */
  long manifests() {
    Table table = load();
    return new JobGroup("maintenance-manifests", "Join manifests of " + name.path())
        .run(
            spark,
            () -> {
              RewriteManifests.Result result =
                  SparkActions.get(spark).rewriteManifests(table).execute();
              int count = 0;
              for (Object ignored : result.rewrittenManifests()) {
                count++;
              }
              return (long) count;
            });
  }

  private Table load() {
    try {
      return Spark3Util.loadIcebergTable(spark, name.sql());
    } catch (Exception e) {
      // Spark's exceptions are checked and, from Scala, undeclared.
      throw new JobFailure(
          "Cannot maintain "
              + name.path()
              + ": the branch "
              + name.branch()
              + " does not show the table. Run the job again.",
          e);
    }
  }
}
