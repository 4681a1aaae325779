package io.lakeswarm.reconciler.service;

import io.lakeswarm.reconciler.plan.ServiceAction;
import io.lakeswarm.reconciler.swarm.ServiceWriter;
import io.lakeswarm.reconciler.swarm.SpecJson;
import io.lakeswarm.reconciler.swarm.SwarmClient;

/** Applies each {@link ServiceAction} as one write. */
final class ServiceActions implements ServiceAction.Handler {
  private final SwarmClient swarm;
  private final RepairBackoff pace;

  ServiceActions(SwarmClient swarm, RepairBackoff pace) {
    this.swarm = swarm;
    this.pace = pace;
  }

  @Override
  public void update(ServiceAction.UpdateService action) {
    ServiceWriter.update(
        swarm, action.id(), action.version(), spec -> SpecJson.write(action.spec()));
    pace.repaired(action.name());
  }
}
