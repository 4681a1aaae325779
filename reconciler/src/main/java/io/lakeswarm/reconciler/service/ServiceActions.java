package io.lakeswarm.reconciler.service;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.plan.ServiceAction;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.swarm.ServiceWriter;
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
      return e.of(step);
    } catch (ReconcileException e) {
      return StepResult.failed(step, e.getMessage());
    }
  }

  private StepResult update(Step step, ServiceAction.UpdateService update) {
    StepResult result =
        ServiceWriter.update(
            swarm, step, update.id(), update.version(), spec -> SpecJson.write(update.spec()));
    if (result.outcome() == StepResult.Outcome.APPLIED) {
      pace.repaired(update.name());
    }
    return result;
  }
}
