package io.lakeswarm.spark.drain;

import com.codahale.metrics.Counter;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.MapOutputTrackerWorker;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the driver, before a task starts and while tasks run, whether cached addresses are valid.
 */
final class ExecutorSide implements ExecutorPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorSide.class);
  private static final String QUESTION = "shuffle-view";

  private final SparseWarning failures = new SparseWarning(LOG, System::nanoTime);
  private final AskPace pace = new AskPace();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicLong knownEpoch = new AtomicLong(-1);
  private final Counter asks = new Counter();
  private final Counter refreshes = new Counter();
  private PluginContext context;
  private ScheduledExecutorService watch;
  private boolean active;

  @Override
  public void init(PluginContext context, Map<String, String> fromDriver) {
    this.context = context;
    active = Boolean.parseBoolean(fromDriver.get(DriverSide.ACTIVE));
    if (!active) {
      return;
    }
    context.metricRegistry().register("drain.asks", asks);
    context.metricRegistry().register("drain.refreshes", refreshes);
    watch = Executors.newSingleThreadScheduledExecutor(DaemonThread.named("drain-watch"));
    watch.scheduleWithFixedDelay(
        this::watchRunningTasks, AskPace.CALM_NANOS, AskPace.CALM_NANOS, TimeUnit.NANOSECONDS);
  }

  @Override
  public void onTaskStart() {
    running.incrementAndGet();
    if (active && pace.dueAtTaskStart(System.nanoTime())) {
      ask();
    }
  }

  @Override
  public void onTaskSucceeded() {
    running.decrementAndGet();
  }

  @Override
  public void onTaskFailed(TaskFailedReason reason) {
    running.decrementAndGet();
  }

  @Override
  public void shutdown() {
    if (watch != null) {
      watch.shutdownNow();
    }
  }

  private void watchRunningTasks() {
    if (running.get() > 0 && pace.dueWhileRunning(System.nanoTime())) {
      ask();
    }
  }

  private void ask() {
    // The age of an answer counts from its request: a slow reply must not seem fresh.
    long asked = System.nanoTime();
    try {
      asks.inc();
      ShuffleView view = (ShuffleView) context.ask(QUESTION);
      ((MapOutputTrackerWorker) SparkEnv.get().mapOutputTracker()).updateEpoch(view.epoch());
      if (knownEpoch.getAndAccumulate(view.epoch(), Math::max) < view.epoch()) {
        refreshes.inc();
      }
      pace.answered(view, asked);
    } catch (Exception e) {
      // The task continues with its cached addresses, as without the plugin.
      failures.warn("Cannot ask the driver for fresh shuffle addresses", e);
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
