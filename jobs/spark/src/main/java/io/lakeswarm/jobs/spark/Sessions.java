package io.lakeswarm.jobs.spark;

import io.lakeswarm.jobs.cli.Progress;
import io.lakeswarm.jobs.history.EventLogs;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Builds the session of a job. */
public final class Sessions {
  private Sessions() {}

  /**
   * Returns a session for a job of a minute: its executors end before the optimising compiler pays
   * off.
   */
  public static SparkSession openShort(String job, SparkConf conf) {
    conf.setIfMissing(
        "spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    // The jobs size their stages themselves; adaptive planning would only cost time.
    conf.set("spark.sql.adaptive.enabled", "false");
    return open(job, conf);
  }

  /**
   * Returns a session named after the job, in UTC. Executors load the jar of this class from the
   * driver, so the workers' image needs no copy.
   */
  public static SparkSession open(String job, SparkConf conf) {
    conf.setAppName("lakeswarm-" + job);
    conf.setIfMissing("spark.master", "local[2]");
    conf.set("spark.sql.session.timeZone", "UTC");
    Path jar = ownJar();
    if (Files.isRegularFile(jar) && !conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.jars", jar.toString());
    }
    EventLogs.enable(job, conf);
    SparkSession session = SparkSession.builder().config(conf).getOrCreate();
    if (conf.getBoolean("spark.eventLog.enabled", false)) {
      String application = session.sparkContext().applicationId();
      new Progress(job).say("history: port 18081 of any node, /history/%s/", application);
    }
    return session;
  }

  private static Path ownJar() {
    return Path.of(
        URI.create(Sessions.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
