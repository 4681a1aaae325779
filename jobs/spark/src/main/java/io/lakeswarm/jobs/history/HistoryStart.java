package io.lakeswarm.jobs.history;

import io.lakeswarm.jobs.cli.Progress;
import io.lakeswarm.jobs.spark.SparkSettings;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.history.HistoryServer;

/** Starts Spark's history server once the folder of the logs exists. */
public final class HistoryStart {
  private static final int PAUSE_SECONDS = 5;

  private HistoryStart() {}

  /** Waits for the object store, then serves until the process ends. */
  public static void main(String[] args) throws InterruptedException {
    SparkConf conf = SparkSettings.load();
    Progress progress = new Progress("history");
    String logged = "";
    while (true) {
      try {
        EventLogs.makeDirectory(conf);
        break;
      } catch (IOException e) {
        String cause = String.valueOf(e.getMessage());
        if (!cause.equals(logged)) {
          progress.say("waiting for the object store: %s", cause);
          logged = cause;
        }
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
      }
    }
    HistoryServer.main(args);
  }
}
