package io.lakeswarm.spark.cores;

import io.lakeswarm.spark.drain.DaemonThread;
import io.lakeswarm.spark.drain.StatusPage;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the driver's jobs and executors; reads the master's page only while a job has no
 * executor.
 */
final class CoresWatch implements DriverPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(CoresWatch.class);
  private static final long TICK_SECONDS = 1;

  private final CoresWait wait = new CoresWait();
  private SparkContext spark;
  private StatusPage.Source master;
  private ScheduledExecutorService clock;

  @Override
  public Map<String, String> init(SparkContext spark, PluginContext context) {
    Optional<URI> page = masterPage(spark.conf());
    if (page.isPresent()) {
      this.spark = spark;
      master = StatusPage.at(page.get());
      spark.addSparkListener(new Listener());
      clock = Executors.newSingleThreadScheduledExecutor(DaemonThread.named("cores-watch"));
      clock.scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }
    return Map.of();
  }

  @Override
  public void shutdown() {
    if (clock != null) {
      clock.shutdownNow();
    }
  }

  /** Returns the page of the first standalone master; empty for every other kind of cluster. */
  static Optional<URI> masterPage(SparkConf conf) {
    String url = conf.get("spark.master", "");
    if (!url.startsWith("spark://")) {
      return Optional.empty();
    }
    String host = URI.create(url.split(",")[0]).getHost();
    return Optional.of(
        URI.create("http://" + host + ":" + conf.getInt("spark.master.ui.port", 8080) + "/json/"));
  }

  private void tick() {
    if (wait.isDue(System.nanoTime())) {
      try {
        int cores = spark.conf().getInt("spark.executor.cores", 1);
        WaitReason.of(master.read(), spark.applicationId(), cores).ifPresent(LOG::warn);
      } catch (IOException | RuntimeException e) {
        // A scheduled task that throws is never run again.
        LOG.warn(
            "Waiting for an executor. Cannot read the cause from the Spark master: {}. See its"
                + " log.",
            e.toString());
      }
    }
  }

  private final class Listener extends SparkListener {
    @Override
    public void onJobStart(SparkListenerJobStart event) {
      wait.jobStarted(System.nanoTime());
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd event) {
      wait.jobEnded();
    }

    @Override
    public void onExecutorAdded(SparkListenerExecutorAdded event) {
      wait.executorAdded(event.executorId(), System.nanoTime())
          .ifPresent(waited -> LOG.warn("An executor came after {} s of waiting", waited));
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
      wait.executorRemoved(event.executorId(), System.nanoTime());
    }
  }
}
