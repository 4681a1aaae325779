package io.lakeswarm.jobs.ddl;

import io.lakeswarm.jobs.cli.JobFailure;
import io.lakeswarm.jobs.cli.JobMain;
import io.lakeswarm.jobs.cli.Progress;
import io.lakeswarm.jobs.gold.GoldDdl;
import io.lakeswarm.jobs.lake.LakeCatalog;
import io.lakeswarm.jobs.lake.LakeSettings;
import io.lakeswarm.jobs.silver.SilverDdl;
import io.lakeswarm.jobs.spark.Sessions;
import io.lakeswarm.jobs.spark.SparkSettings;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Creates the table and the view if they are missing. The reconciler creates the namespaces; the
 * job checks them.
 */
public final class DdlJob {
  private static final List<String> NAMESPACES = List.of("silver", "gold");

  private DdlJob() {}

  /** Runs the job and ends the process. */
  public static void main(String[] args) {
    JobMain.run(
        "ddl",
        () -> {
          DdlOptions.parse(List.of(args));
          return run(SparkSettings.load()).fields();
        });
  }

  static DdlResult run(SparkConf conf) {
    Progress progress = new Progress("ddl");
    LakeSettings settings = LakeSettings.from(SparkSettings.asMap(conf));
    try (LakeCatalog catalog = LakeCatalog.open(settings)) {
      requireNamespaces(catalog);
      boolean table = SilverDdl.ensure(catalog, settings.require("warehouse"));
      progress.say("the table silver.breweries %s", table ? "was made" : "exists");
      boolean view = !GoldDdl.isUpToDate(catalog);
      if (view) {
        writeView(conf);
      }
      progress.say("the view gold.breweries_by_country_and_type %s", view ? "was made" : "exists");
      return new DdlResult(table, view);
    }
  }

  private static void requireNamespaces(LakeCatalog catalog) {
    List<String> missing = NAMESPACES.stream().filter(name -> !catalog.hasNamespace(name)).toList();
    if (!missing.isEmpty()) {
      throw new JobFailure(
          "Cannot make table and view: the catalog has no namespace "
              + String.join(", ", missing)
              + ". Add it under nessie.namespaces in the desired state; the reconciler makes it.");
    }
  }

  private static void writeView(SparkConf conf) {
    // Spark only analyses the view: the job needs no executor and works without workers.
    conf.set("spark.master", "local[1]").set("spark.plugins", "");
    try (SparkSession spark = Sessions.openShort("ddl", conf)) {
      GoldDdl.write(spark);
    }
  }
}
