package io.lakeswarm.reconciler.spark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.metrics.Meters;
import io.lakeswarm.reconciler.plan.SparkAction;
import io.lakeswarm.reconciler.plan.SparkPlanner;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.DrainStore;
import io.lakeswarm.reconciler.swarm.ServiceWriter;
import io.lakeswarm.reconciler.swarm.SwarmClient;
import io.lakeswarm.reconciler.swarm.SwarmRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** Does each {@link SparkAction} as the one write it is. */
@ApplicationScoped
public class WorkerActions {
  private final SwarmClient swarm;
  private final SparkMasterClient master;
  private final DrainStore drains;
  private final Meters meters;
  private final Clock clock;

  /** Writes to Swarm, the master and the store. */
  public WorkerActions(
      SwarmClient swarm, SparkMasterClient master, DrainStore drains, Meters meters, Clock clock) {
    this.swarm = swarm;
    this.master = master;
    this.drains = drains;
    this.meters = meters;
    this.clock = clock;
  }

  /** The result; nothing is thrown for a write that failed. */
  public StepResult apply(Step step) {
    try {
      if (step.action() instanceof SparkAction.ScaleWorkers scale) {
        return scale(step, scale);
      }
      if (step.action() instanceof SparkAction.DrainWorker drain) {
        return drain(step, drain);
      }
      if (step.action() instanceof SparkAction.RecordDrain record) {
        drains.record(record.task(), record.idle());
      }
      if (step.action() instanceof SparkAction.ForgetDrain forget) {
        drains.forget(forget.drain());
        if (SparkPlanner.ENDED.equals(step.cause())) {
          meters.drained(Duration.between(forget.drain().since(), clock.instant()));
        }
      }
      return StepResult.applied(step);
    } catch (SwarmRefusal e) {
      return e.of(step);
    } catch (ReconcileException | IOException e) {
      return StepResult.failed(step, e.getMessage());
    }
  }

  private StepResult scale(Step step, SparkAction.ScaleWorkers scale) {
    return ServiceWriter.update(
        swarm,
        step,
        scale.serviceId(),
        scale.version(),
        spec -> {
          ((ObjectNode) spec.at("/Mode/Replicated")).put("Replicas", scale.to());
          return spec;
        });
  }

  private StepResult drain(Step step, SparkAction.DrainWorker drain) throws IOException {
    return switch (master.decommission(drain.address())) {
      case TOLD -> StepResult.applied(step);
      case NO_MATCH -> StepResult.refused(step, "the master knows no worker at " + drain.address());
      case NOT_ALLOWED ->
          StepResult.failed(
              step,
              "Cannot drain a worker: the Spark master does not allow it. Set"
                  + " spark.decommission.enabled=true and"
                  + " spark.master.ui.decommission.allow.mode=ALLOW on the master.");
    };
  }
}
