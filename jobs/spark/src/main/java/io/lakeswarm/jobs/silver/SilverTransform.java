package io.lakeswarm.jobs.silver;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.lakeswarm.jobs.lake.LakeSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The steps from pages to changes, each a function of datasets. */
final class SilverTransform {
  /** First words of the error for a brewery with two different rows in one snapshot. */
  static final String DUPLICATE = "LAKESWARM_DUPLICATE_ID ";

  /** True for a row that ends a version, false for one that begins a version. */
  static final String CLOSES = "closes";

  /** The partition in which the ended version is. */
  static final String OLD_COUNTRY = "old_country";

  private SilverTransform() {}

  /** Returns the snapshot's cleaned rows; reads each page once. */
  static Dataset<Row> bronze(
      SparkSession spark, SilverPlan plan, String root, LakeSettings settings, PageTally tally) {
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(plan.manifest().pages(), plan.readTasks())
            .mapPartitions(new PageReader(root, settings, tally));
    return spark.createDataFrame(rows, SilverTable.rowType());
  }

  /** Returns one row for each id: equal copies collapse, differing ones fail the query. */
  static Dataset<Row> unique(Dataset<Row> snapshot, int partitions) {
    return snapshot
        .repartition(partitions, col("id"))
        .selectExpr("*", "lag(row_hash) OVER (PARTITION BY id ORDER BY row_hash) AS previous_hash")
        .where(
            "CASE WHEN previous_hash IS NULL THEN true WHEN previous_hash = row_hash THEN false"
                + " ELSE CAST(raise_error(concat('"
                + DUPLICATE
                + "', id)) AS BOOLEAN) END")
        .drop("previous_hash");
  }

  /**
   * Returns the changes from the table's current rows to the snapshot: a changed brewery gives one
   * row that closes and one that opens, a new one only opens, a vanished one only closes.
   */
  static Dataset<Row> changes(Dataset<Row> unique, Dataset<Row> currentRows) {
    Dataset<Row> current =
        currentRows.select(
            col("id").as("old_id"), col("country").as(OLD_COUNTRY), col("row_hash").as("old_hash"));
    Column isNew = col("old_id").isNull();
    Column hasGone = col("id").isNull();
    Column actions =
        when(isNew, array(lit(false)))
            .when(hasGone, array(lit(true)))
            .otherwise(array(lit(true), lit(false)));
    List<Column> columns = new ArrayList<>();
    columns.add(coalesce(col("id"), col("old_id")).as("id"));
    SilverTable.FIELDS.stream().skip(1).forEach(field -> columns.add(col(field)));
    columns.add(col("row_hash"));
    columns.add(col(OLD_COUNTRY));
    columns.add(explode(actions).as(CLOSES));
    return unique
        .join(current, unique.col("id").equalTo(current.col("old_id")), "full_outer")
        .where(isNew.or(hasGone).or(col("row_hash").notEqual(col("old_hash"))))
        .select(columns.toArray(Column[]::new));
  }

  /** Returns up to ten ids that have different rows in the snapshot. */
  static List<String> differingDuplicates(Dataset<Row> snapshot) {
    return snapshot
        .groupBy("id")
        .agg(org.apache.spark.sql.functions.countDistinct("row_hash").as("versions"))
        .where("versions > 1")
        .orderBy("id")
        .limit(10)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
