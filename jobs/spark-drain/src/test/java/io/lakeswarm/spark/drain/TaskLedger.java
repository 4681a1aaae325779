package io.lakeswarm.spark.drain;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** What happened to every task and stage of an application. */
final class TaskLedger extends SparkListener {
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<String> retriedStages = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> stageOfRunningTaskByHost = new ConcurrentHashMap<>();

  List<String> failures() {
    return failures;
  }

  List<String> retriedStages() {
    return retriedStages;
  }

  /** The stage of the task that runs on each host (one core, so one task). */
  Map<String, Integer> running() {
    return stageOfRunningTaskByHost;
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    if (event.stageInfo().attemptNumber() > 0) {
      retriedStages.add(event.stageInfo().name());
    }
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart event) {
    stageOfRunningTaskByHost.put(event.taskInfo().host(), event.stageId());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    stageOfRunningTaskByHost.remove(event.taskInfo().host());
    if (!event.taskInfo().successful()) {
      failures.add(event.reason().toString());
    }
  }
}
