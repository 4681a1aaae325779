package io.lakeswarm.jobs.history;

import io.lakeswarm.jobs.cli.Progress;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Prepares the folder in {@code spark.eventLog.dir}. Spark does not start when it is missing. */
public final class EventLogs {
  private static final String DIRECTORY = "spark.eventLog.dir";
  private static final String ENABLED = "spark.eventLog.enabled";

  private EventLogs() {}

  /**
   * Switches the event log on for an application of the cluster after creating the folder. When
   * that fails, the run continues without a history.
   */
  public static void enable(String job, SparkConf conf) {
    boolean cluster = !conf.get("spark.master", "local").startsWith("local");
    if (!cluster || !conf.contains(DIRECTORY) || conf.contains(ENABLED)) {
      return;
    }
    try {
      makeDirectory(conf);
      conf.set(ENABLED, "true");
    } catch (IOException | RuntimeException e) { // The store's client throws both.
      new Progress(job)
          .say(
              "no history of this run: cannot make %s: %s. Check MinIO and its key.",
              conf.get(DIRECTORY), e.getMessage());
    }
  }

  /** Creates the folder if it is missing; throws when the store refuses or does not answer. */
  public static void makeDirectory(SparkConf conf) throws IOException {
    Path directory = new Path(conf.get(DIRECTORY));
    directory.getFileSystem(SparkHadoopUtil.get().newConfiguration(conf)).mkdirs(directory);
  }
}
