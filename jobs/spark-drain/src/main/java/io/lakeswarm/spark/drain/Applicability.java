package io.lakeswarm.spark.drain;

import java.util.Optional;
import org.apache.spark.SparkConf;

/** Where the plugin can help, and why it stays passive elsewhere. */
final class Applicability {
  private static final String LINE = "3.5.";

  private Applicability() {}

  /** The reason to stay passive; empty where the plugin is to work. */
  static Optional<String> passiveBecause(String sparkVersion, boolean local, SparkConf conf) {
    if (!sparkVersion.startsWith(LINE)) {
      return Optional.of(
          "it is made for Spark "
              + LINE
              + "x and this is "
              + sparkVersion
              + "; remove it from spark.plugins");
    }
    if (local) {
      return Optional.of("local mode has no other executor");
    }
    if (!conf.getBoolean("spark.decommission.enabled", false)) {
      return Optional.of("spark.decommission.enabled is false");
    }
    if (conf.getBoolean("spark.shuffle.service.enabled", false)) {
      return Optional.of("an external shuffle service serves the blocks");
    }
    if (conf.getBoolean("spark.shuffle.push.enabled", false)) {
      return Optional.of("push-based shuffle keeps its own addresses");
    }
    return Optional.empty();
  }
}
