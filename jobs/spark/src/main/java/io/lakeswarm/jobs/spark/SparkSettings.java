package io.lakeswarm.jobs.spark;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;
import scala.Tuple2;

/** Reads the Spark configuration of this process: -D properties first, then spark-defaults.conf. */
public final class SparkSettings {
  private SparkSettings() {}

  /** Reads the configuration again; SPARK_CONF_DIR or SPARK_HOME locate spark-defaults.conf. */
  public static SparkConf load() {
    SparkConf conf = new SparkConf();
    if (System.getenv("SPARK_CONF_DIR") != null || System.getenv("SPARK_HOME") != null) {
      Utils.loadDefaultSparkProperties(conf, null);
    }
    return conf;
  }

  /** Returns all settings by key. */
  public static Map<String, String> asMap(SparkConf conf) {
    Map<String, String> all = new TreeMap<>();
    for (Tuple2<String, String> entry : conf.getAll()) {
      all.put(entry._1(), entry._2());
    }
    return all;
  }
}
