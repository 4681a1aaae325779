package io.lakeswarm.jobs.silver;

import io.lakeswarm.jobs.cli.JobFailure;
import io.lakeswarm.jobs.cli.Progress;
import io.lakeswarm.jobs.lake.BranchTable;
import io.lakeswarm.jobs.lake.LakeSettings;
import io.lakeswarm.jobs.spark.JobGroup;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** Applies one snapshot to the table on a branch: reads bronze once, merges once, checks. */
final class SilverWriter {
  private static final String SOURCE = "lakeswarm_snapshot";

  private final SparkSession spark;
  private final SilverPlan plan;
  private final Dataset<Row> bronze;
  private final PageTally tally;
  private final Progress progress;

  SilverWriter(
      SparkSession spark, SilverPlan plan, String root, LakeSettings settings, Progress progress) {
    this.spark = spark;
    this.plan = plan;
    this.progress = progress;
    this.tally = new PageTally();
    spark.sparkContext().register(tally);
    this.bronze = SilverTransform.bronze(spark, plan, root, settings, tally);
  }

  /** Returns the counts of the pages read; complete after {@link #apply}. */
  PageStats read() {
    return tally.value();
  }

  /** Merges, checks, and returns what was opened and closed. */
  Change apply(BranchTable table) {
    Dataset<Row> snapshot = SilverTransform.unique(bronze, plan.shufflePartitions());
    try {
      return plan.before().isEmpty() ? load(table, snapshot) : merge(table, snapshot);
    } catch (JobFailure e) {
      throw e;
    } catch (Exception e) {
      // Not only RuntimeException: Spark throws checked exceptions undeclared, from Scala.
      throw explained(e);
    }
  }

  private Change load(BranchTable table, Dataset<Row> snapshot) {
    snapshot.createOrReplaceTempView(SOURCE);
    String merge = MergeStatement.firstLoad(table, SOURCE, plan.manifest().takenAt());
    step("merge", "Load " + plan.manifest().rows() + " breweries into silver", merge);
    long rows = check(table);
    return new Change(rows, 0, rows, List.of());
  }

  private Change merge(BranchTable table, Dataset<Row> snapshot) {
    Dataset<Row> current = spark.table(table.sql()).where("is_current");
    Dataset<Row> changes =
        SilverTransform.changes(snapshot, current).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Change change =
          new JobGroup("silver-diff", "Compare the snapshot with the current rows of silver")
              .run(spark, () -> Change.count(changes));
      progress.say("%d versions begin, %d end", change.opened(), change.closed());
      if (!change.isNone()) {
        changes.createOrReplaceTempView(SOURCE);
        String merge =
            MergeStatement.changes(table, SOURCE, plan.manifest().takenAt(), change.countries());
        step("merge", "Merge " + change.opened() + " new versions into silver", merge);
      }
      return change.leaving(check(table));
    } finally {
      changes.unpersist();
    }
  }

  private long check(BranchTable table) {
    return new JobGroup("silver-check", "Check the branch " + table.branch() + " before the merge")
        .run(
            spark,
            () ->
                SilverCheck.require(
                    spark,
                    table,
                    plan.manifest().rows(),
                    () -> bronze.select("id").distinct().count()));
  }

  private void step(String id, String description, String sql) {
    progress.say("%s", description);
    new JobGroup("silver-" + id, description).run(spark, () -> spark.sql(sql));
  }

  private JobFailure explained(Exception e) {
    String trace = TraceText.of(e);
    if (trace.contains(SilverTransform.DUPLICATE)) {
      return new JobFailure(
          "Cannot apply the snapshot "
              + plan.manifest().name()
              + ": these ids are in it more than once with different content: "
              + String.join(", ", SilverTransform.differingDuplicates(bronze))
              + ". Run ingest again; main is untouched.");
    }
    int page = trace.indexOf("Cannot read the page ");
    if (page >= 0) {
      return new JobFailure(
          trace.substring(page, trace.indexOf('\n', page))
              + ". Run ingest again, or restore the object; main is untouched.");
    }
    return new JobFailure(
        "Cannot apply the snapshot "
            + plan.manifest().name()
            + ": "
            + trace.lines().findFirst().orElse(e.toString())
            + ". main is untouched; read the trace above and run the job again.",
        e);
  }
}
