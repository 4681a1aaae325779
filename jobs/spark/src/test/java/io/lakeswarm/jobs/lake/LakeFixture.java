package io.lakeswarm.jobs.lake;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A lake in a temporary directory with a real catalog. */
public final class LakeFixture {
  private final NessieServer nessie;
  private final Path warehouse;

  /** A lake whose tables go below the directory. */
  public LakeFixture(NessieServer nessie, Path warehouse) {
    this.nessie = nessie;
    this.warehouse = warehouse;
  }

  /** The configuration a job finds. */
  public SparkConf conf() {
    String catalog = "spark.sql.catalog.nessie";
    return new SparkConf(false)
        .setMaster("local[2]")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set(
            "spark.sql.extensions",
            "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions,"
                + "org.projectnessie.spark.extensions.NessieSparkSessionExtensions")
        .set(catalog, "org.apache.iceberg.spark.SparkCatalog")
        .set(catalog + ".catalog-impl", "org.apache.iceberg.nessie.NessieCatalog")
        .set(catalog + ".uri", nessie.uri())
        .set(catalog + ".client-api-version", "2")
        .set(catalog + ".ref", "main")
        .set(catalog + ".warehouse", warehouse.toUri().toString())
        .set(catalog + ".io-impl", "org.apache.iceberg.hadoop.HadoopFileIO")
        .set("spark.sql.session.timeZone", "UTC");
  }

  /** The only row of a query. */
  public Row row(String sql) {
    try (SparkSession spark = SparkSession.builder().config(conf()).getOrCreate()) {
      return spark.sql(sql).first();
    }
  }
}
