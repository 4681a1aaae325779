package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.store.StatusStore;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports ready when the desired state is loaded and Swarm answers; the platform itself may not be
 * ready.
 */
@Readiness
public class StateLoaded implements HealthCheck {
  private final StatusStore status;

  /** Reads the conditions in {@code status}. */
  public StateLoaded(StatusStore status) {
    this.status = status;
  }

  @Override
  public HealthCheckResponse call() {
    boolean valid = holds(ConditionType.DESIRED_STATE_VALID);
    boolean reachable = holds(ConditionType.SWARM_REACHABLE);
    return HealthCheckResponse.named("desired-state-and-swarm")
        .status(valid && reachable)
        .withData("desiredStateValid", valid)
        .withData("swarmReachable", reachable)
        .build();
  }

  private boolean holds(ConditionType type) {
    Condition condition = status.conditions().get(type);
    return condition != null && condition.status() == ConditionStatus.TRUE;
  }
}
