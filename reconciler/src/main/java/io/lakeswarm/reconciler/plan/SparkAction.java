package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.RecordedDrain;
import io.lakeswarm.reconciler.observed.WorkerTask;
import java.util.Optional;

/** Every write the number of Spark workers can need. */
public sealed interface SparkAction extends Action {
  /** Calls the method of {@code handler} for this action. */
  void accept(Handler handler);

  /** Does each action; a new action does not compile before every handler has a method for it. */
  interface Handler {
    /** Sets the number of replicas. */
    void scale(ScaleWorkers action);

    /** Stores a drain decision. */
    void recordDrain(RecordDrain action);

    /** Decommissions a worker. */
    void drain(DrainWorker action);

    /** Removes a drain decision. */
    void removeDrain(ForgetDrain action);
  }

  /**
   * Sets the replicas of the worker service; refused when its version is no longer the given one.
   */
  record ScaleWorkers(String serviceId, int from, int to, long version) implements SparkAction {
    @Override
    public void accept(Handler handler) {
      handler.scale(this);
    }

    @Override
    public Label label() {
      return Label.of("scale", "service:spark-worker", from + " -> " + to);
    }

    @Override
    public Optional<String> touchedService() {
      return Optional.of(serviceId);
    }
  }

  /** Stores the decision before the drain is sent to Spark, so that it survives the reconciler. */
  record RecordDrain(WorkerTask task, boolean idle) implements SparkAction {
    @Override
    public void accept(Handler handler) {
      handler.recordDrain(this);
    }

    @Override
    public Label label() {
      return Label.of("record-drain", "worker:" + task.id());
    }
  }

  /** Requests the decommission from the master; repeating the request does no harm. */
  record DrainWorker(String serviceId, String taskId, String address) implements SparkAction {
    @Override
    public void accept(Handler handler) {
      handler.drain(this);
    }

    @Override
    public Label label() {
      return Label.of("drain", "worker:" + taskId, "at " + address);
    }

    @Override
    public Optional<String> touchedService() {
      return Optional.of(serviceId);
    }
  }

  /** Why a stored decision has nothing left to do. */
  enum End {
    /** The worker ended. */
    ENDED,
    /** The worker stays. */
    REVOKED
  }

  /** Removes a stored decision that has nothing left to do. */
  record ForgetDrain(RecordedDrain drain, End end) implements SparkAction {
    @Override
    public void accept(Handler handler) {
      handler.removeDrain(this);
    }

    @Override
    public Label label() {
      return Label.of("forget-drain", "worker:" + drain.taskId());
    }
  }
}
