package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.observed.ObservedPlatform;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.platform.PlatformController;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.store.OperationStore;
import io.lakeswarm.reconciler.store.StatusJson;
import io.lakeswarm.reconciler.store.StatusStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** What is known, and what would be done. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
  private final StatusStore status;
  private final StatusJson format;
  private final DesiredWriter writer;
  private final PlatformController platform;
  private final PlanView plans;
  private final OperationStore operations;
  private final ResourcesView resources;
  private final ObjectMapper json;

  /** Answers from the stores and a fresh look. */
  public StatusResource(
      StatusStore status,
      StatusJson format,
      DesiredWriter writer,
      PlatformController platform,
      PlanView plans,
      OperationStore operations,
      ResourcesView resources,
      ObjectMapper json) {
    this.status = status;
    this.format = format;
    this.writer = writer;
    this.platform = platform;
    this.plans = plans;
    this.operations = operations;
    this.resources = resources;
    this.json = json;
  }

  /** Always answers; services and nodes are those of the last look while Swarm cannot be read. */
  @GET
  @Path("/status")
  public JsonNode status() {
    ObservedPlatform seen = look();
    Map<ConditionType, Condition> conditions = status.conditions();
    Condition ready = conditions.get(ConditionType.READY);
    ObjectNode answer = json.createObjectNode();
    answer.put("ready", ready != null && ready.status() == ConditionStatus.TRUE);
    answer.put("revision", ready == null ? 0 : ready.observedRevision());
    answer.set("conditions", format.write(conditions));
    answer.set("resources", resources.of(seen, running()));
    return answer;
  }

  private ObservedPlatform look() {
    try {
      return platform.look();
    } catch (RuntimeException reported) {
      return platform.lastSeen(); // The condition SwarmReachable in the same answer has the cause.
    }
  }

  private List<Operation> running() {
    try {
      return operations.all().stream().filter(o -> o.state() == Operation.State.RUNNING).toList();
    } catch (RuntimeException reported) {
      return List.of(); // As above.
    }
  }

  /** Empty when converged. */
  @GET
  @Path("/plan")
  public JsonNode plan() {
    return plans.of(writer.current().state());
  }
}
