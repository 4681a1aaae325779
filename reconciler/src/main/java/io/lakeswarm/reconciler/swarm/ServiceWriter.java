package io.lakeswarm.reconciler.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.StepResult;
import java.util.function.UnaryOperator;

/** Changes one service, never over a version that the plan did not see. */
public final class ServiceWriter {
  private ServiceWriter() {}

  /**
   * Writes what {@code change} makes of the specification; refused when the service is no longer at
   * {@code version}. A refusal by the engine is thrown as {@link SwarmRefusal}.
   */
  public static StepResult update(
      SwarmClient swarm, Step step, String id, long version, UnaryOperator<JsonNode> change) {
    // Read right before the write: the write carries a whole specification back, and a GET finds a
    // dead connection harmlessly where a POST would fail on it.
    JsonNode service = swarm.get("/services/" + id);
    long current = service.at("/Version/Index").asLong();
    if (current != version) {
      return StepResult.refused(step, "the service is at version " + current + " by now");
    }
    swarm.post(
        "/services/" + id + "/update?version=" + current, change.apply(service.path("Spec")));
    return StepResult.applied(step);
  }
}
