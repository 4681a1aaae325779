package io.lakeswarm.jobs.gold;

import io.lakeswarm.jobs.lake.LakeCatalog;
import org.apache.spark.sql.SparkSession;

/** Creates the view gold.breweries_by_country_and_type. */
public final class GoldDdl {
  private GoldDdl() {}

  /** Returns true when the view exists with the definition of this version. */
  public static boolean isUpToDate(LakeCatalog catalog) {
    return catalog
        .viewDefinition(GoldView.NAMESPACE, GoldView.NAME)
        .filter(GoldView.DEFINITION::equals)
        .isPresent();
  }

  /** Creates or replaces the view atomically: readers see the old one or the new one. */
  public static void write(SparkSession spark) {
    spark.sql(GoldView.statement());
  }
}
