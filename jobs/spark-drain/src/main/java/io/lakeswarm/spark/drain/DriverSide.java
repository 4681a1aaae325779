package io.lakeswarm.spark.drain;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.scheduler.cluster.CoarseGrainedSchedulerBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.Iterator;

/** Answers executors with the shuffle epoch and raises it while one of them drains. */
final class DriverSide implements DriverPlugin {
  static final String ACTIVE = "active";

  private static final Logger LOG = LoggerFactory.getLogger(DriverSide.class);
  private static final long TICK_MILLIS = 200;

  private final SparseWarning failures = new SparseWarning(LOG, System::nanoTime);
  private final Counter asks = new Counter();
  private final Counter raises = new Counter();
  private SparkContext spark;
  private DrainEpoch epoch;
  private ScheduledExecutorService clock;

  @Override
  public Map<String, String> init(SparkContext spark, PluginContext context) {
    this.spark = spark;
    Optional<String> passive =
        Applicability.passiveBecause(spark.version(), spark.isLocal(), spark.conf());
    if (passive.isPresent()) {
      LOG.warn("Drain-aware shuffle reads are off: {}", passive.get());
      return Map.of(ACTIVE, "false");
    }
    epoch = new DrainEpoch(new SparkTracker(raises), this::anyDraining, System::nanoTime);
    clock = Executors.newSingleThreadScheduledExecutor(DaemonThread.named("drain-epoch"));
    clock.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return Map.of(ACTIVE, "true");
  }

  @Override
  public void registerMetrics(String appId, PluginContext context) {
    context.metricRegistry().register("drain.asks", asks);
    context.metricRegistry().register("drain.epochRaises", raises);
    context
        .metricRegistry()
        .register(
            "drain.draining", (Gauge<Integer>) () -> epoch != null && epoch.draining() ? 1 : 0);
  }

  @Override
  public Object receive(Object message) {
    asks.inc();
    return epoch.answer();
  }

  @Override
  public void shutdown() {
    if (clock != null) {
      clock.shutdownNow();
    }
  }

  private void tick() {
    try {
      epoch.tick();
    } catch (RuntimeException e) {
      // A scheduled task that throws is never run again.
      failures.warn("Cannot read which executors drain", e);
    }
  }

  private boolean anyDraining() {
    if (!(spark.taskScheduler() instanceof TaskSchedulerImpl scheduler)
        || !(scheduler.backend() instanceof CoarseGrainedSchedulerBackend backend)) {
      return false;
    }
    Iterator<String> executors = backend.getExecutorIds().iterator();
    while (executors.hasNext()) {
      if (scheduler.getExecutorDecommissionState(executors.next()).isDefined()) {
        return true;
      }
    }
    return false;
  }

  private record SparkTracker(Counter raises) implements DrainEpoch.Tracker {
    @Override
    public void raise() {
      tracker().incrementEpoch();
      raises.inc();
    }

    @Override
    public long epoch() {
      return tracker().getEpoch();
    }

    private static MapOutputTrackerMaster tracker() {
      return (MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker();
    }
  }
}
