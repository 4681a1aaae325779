package io.lakeswarm.jobs.spark;

import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Names the Spark jobs of one step: the UI shows the sentence instead of a call site. */
public record JobGroup(String id, String description) {
  /** Runs the step under this name. */
  public <T> T run(SparkSession spark, Supplier<T> step) {
    spark.sparkContext().setJobGroup(id, description, true);
    try {
      return step.get();
    } finally {
      spark.sparkContext().clearJobGroup();
    }
  }
}
