package io.lakeswarm.reconciler.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import java.util.function.UnaryOperator;

/** Changes one service, and never overwrites a version that the plan did not see. */
public final class ServiceWriter {
  private ServiceWriter() {}

  /**
   * Applies {@code change} to the specification and writes the result. Throws {@link
   * ReconcileException.Conflict} when the service is no longer at {@code version}, and {@link
   * DockerRefusal} when the engine refuses the write.
   */
  public static void update(
      SwarmClient swarm, String id, long version, UnaryOperator<JsonNode> change) {
    // Read right before the write: the write carries a whole specification back, and a GET finds a
    // dead connection harmlessly where a POST would fail on it.
    JsonNode spec = requireVersion(swarm, id, version).path("Spec");
    swarm.post("/services/" + id + "/update?version=" + version, change.apply(spec));
  }

  /** Removes the service; the engine would do so whatever its version. Throws as above. */
  public static void remove(SwarmClient swarm, String id, long version) {
    requireVersion(swarm, id, version);
    swarm.delete("/services/" + id);
  }

  private static JsonNode requireVersion(SwarmClient swarm, String id, long version) {
    JsonNode service = swarm.get("/services/" + id);
    long current = service.at("/Version/Index").asLong();
    if (current != version) {
      throw new ReconcileException.Conflict("the service is at version " + current + " by now");
    }
    return service;
  }
}
