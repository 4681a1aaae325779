package io.lakeswarm.reconciler.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.plan.ServiceAction;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.swarm.SpecJson;
import io.lakeswarm.reconciler.swarm.SwarmClient;
import io.lakeswarm.reconciler.swarm.SwarmRefusal;

/** Does each {@link ServiceAction} as the one write it is. */
final class ServiceActions {
  private final SwarmClient swarm;
  private final RepairPace pace;

  ServiceActions(SwarmClient swarm, RepairPace pace) {
    this.swarm = swarm;
    this.pace = pace;
  }

  StepResult apply(Step step) {
    try {
      return update(step, (ServiceAction.UpdateService) step.action());
    } catch (SwarmRefusal e) {
      return e.reason() == SwarmRefusal.Reason.INVALID
          ? StepResult.failed(step, e.getMessage())
          : StepResult.refused(step, e.getMessage());
    } catch (ReconcileException e) {
      return StepResult.failed(step, e.getMessage());
    }
  }

  private StepResult update(Step step, ServiceAction.UpdateService update) {
    // A GET finds a dead connection harmlessly where a POST would fail on it.
    JsonNode service = swarm.get("/services/" + update.id());
    long version = service.at("/Version/Index").asLong();
    if (version != update.version()) {
      return StepResult.refused(step, "the service is at version " + version + " by now");
    }
    swarm.post(
        "/services/" + update.id() + "/update?version=" + version, SpecJson.write(update.spec()));
    pace.repaired(update.name());
    return StepResult.applied(step);
  }
}
