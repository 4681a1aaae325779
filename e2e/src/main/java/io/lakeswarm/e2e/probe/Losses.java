package io.lakeswarm.e2e.probe;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Counts tasks that did not succeed and stages that were tried again. */
final class Losses extends SparkListener {
  private final AtomicInteger succeeded = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger retriedStages = new AtomicInteger();
  private final Set<String> executorsRemoved = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean reducing = new AtomicBoolean();

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    if (event.stageInfo().attemptNumber() > 0) {
      retriedStages.incrementAndGet();
      System.out.println("PROBE stage tried again: " + event.stageInfo().name());
    }
  }

  /** The second stage is the one that reads the shuffle. */
  @Override
  public void onTaskStart(SparkListenerTaskStart event) {
    if (event.stageId() == 1 && reducing.compareAndSet(false, true)) {
      System.out.println("PROBE reduce stage started");
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    if (event.taskInfo().successful()) {
      succeeded.incrementAndGet();
    } else {
      failed.incrementAndGet();
      System.out.println("PROBE task lost: " + event.reason());
    }
  }

  /** Comes twice for a drained one: when it is told, and when it is gone. */
  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    executorsRemoved.add(event.executorId());
    System.out.println("PROBE executor removed: " + event.reason());
  }

  String json() {
    return "\"succeededTasks\":%d,\"failedTasks\":%d,\"retriedStages\":%d,\"executorsRemoved\":%d"
        .formatted(succeeded.get(), failed.get(), retriedStages.get(), executorsRemoved.size());
  }
}
