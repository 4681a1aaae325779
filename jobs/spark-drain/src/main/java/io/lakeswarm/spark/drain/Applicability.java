package io.lakeswarm.spark.drain;

import java.util.Optional;
import org.apache.spark.SparkConf;

/** Decides whether the plugin can help in this application. */
final class Applicability {
  private static final String LINE = "3.5.";

  private Applicability() {}

  /** Returns the reason to stay passive; empty when the plugin is active. */
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
