package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.RecordedDrain;
import io.lakeswarm.reconciler.observed.WorkerTask;

/** Every write the number of Spark workers can need. */
public sealed interface SparkAction extends Action {

  /**
   * Sets the replicas of the worker service; refused when its version is no longer the given one.
   */
  record ScaleWorkers(String serviceId, int from, int to, long version) implements SparkAction {
    @Override
    public String verb() {
      return "scale";
    }

    @Override
    public String target() {
      return "service:spark-worker";
    }

    @Override
    public String detail() {
      return from + " -> " + to;
    }
  }

  /** Stores the decision, before Spark hears of it, so that it outlives the reconciler. */
  record RecordDrain(WorkerTask task, boolean idle) implements SparkAction {
    @Override
    public String verb() {
      return "record-drain";
    }

    @Override
    public String target() {
      return "worker:" + task.id();
    }
  }

  /** Asks the master to decommission the worker; asking twice is as good as once. */
  record DrainWorker(String taskId, String address) implements SparkAction {
    @Override
    public String verb() {
      return "drain";
    }

    @Override
    public String target() {
      return "worker:" + taskId;
    }

    @Override
    public String detail() {
      return "at " + address;
    }
  }

  /** Removes a stored decision that has nothing left to do. */
  record ForgetDrain(RecordedDrain drain) implements SparkAction {
    @Override
    public String verb() {
      return "forget-drain";
    }

    @Override
    public String target() {
      return "worker:" + drain.taskId();
    }
  }
}
