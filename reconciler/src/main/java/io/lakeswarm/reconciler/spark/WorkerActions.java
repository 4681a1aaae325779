package io.lakeswarm.reconciler.spark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.metrics.Meters;
import io.lakeswarm.reconciler.plan.SparkAction;
import io.lakeswarm.reconciler.store.DrainStore;
import io.lakeswarm.reconciler.swarm.ServiceWriter;
import io.lakeswarm.reconciler.swarm.SwarmClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** Applies each {@link SparkAction} as one write; a failed write is thrown. */
@ApplicationScoped
public class WorkerActions implements SparkAction.Handler {
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

  @Override
  public void scale(SparkAction.ScaleWorkers action) {
    ServiceWriter.update(
        swarm,
        action.serviceId(),
        action.version(),
        spec -> {
          ((ObjectNode) spec.at("/Mode/Replicated")).put("Replicas", action.to());
          return spec;
        });
  }

  @Override
  public void recordDrain(SparkAction.RecordDrain action) {
    drains.record(action.task(), action.idle());
  }

  @Override
  public void drain(SparkAction.DrainWorker action) {
    SparkMasterClient.Answer answer = decommission(action.address());
    if (answer == SparkMasterClient.Answer.NO_MATCH) {
      throw new ReconcileException.Conflict("the master lists no worker at " + action.address());
    }
    if (answer == SparkMasterClient.Answer.NOT_ALLOWED) {
      throw new ReconcileException.Stalled(
          "Cannot drain a worker: the Spark master does not allow it. Set"
              + " spark.decommission.enabled=true and"
              + " spark.master.ui.decommission.allow.mode=ALLOW on the master.");
    }
    if (answer == SparkMasterClient.Answer.REFUSED) {
      throw new ReconcileException.Stalled(
          "Cannot drain a worker: the Spark master refuses this reconciler's login. Run"
              + " 'make swarm_deploy': both get the same secret spark_pages_token.");
    }
  }

  private SparkMasterClient.Answer decommission(String address) {
    try {
      return master.decommission(address);
    } catch (IOException e) {
      throw new ReconcileException.Unobservable(e.getMessage(), e);
    }
  }

  @Override
  public void removeDrain(SparkAction.ForgetDrain action) {
    drains.remove(action.drain());
    if (action.end() == SparkAction.End.ENDED) {
      meters.drained(Duration.between(action.drain().since(), clock.instant()));
    }
  }
}
