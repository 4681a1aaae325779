package io.lakeswarm.jobs.spark;

import org.apache.spark.sql.SparkSession;

/** One local session for all tests of a JVM; starting one costs seconds. */
public final class SharedSession {
  private SharedSession() {}

  /** The session. */
  public static SparkSession get() {
    return Holder.SESSION;
  }

  private static final class Holder {
    private static final SparkSession SESSION =
        SparkSession.builder()
            .master("local[2]")
            .appName("tests")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
  }
}
