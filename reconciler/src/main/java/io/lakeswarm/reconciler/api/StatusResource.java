package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.loop.ReconcileLoops;
import io.lakeswarm.reconciler.loop.Trigger;
import io.lakeswarm.reconciler.observed.KitService;
import io.lakeswarm.reconciler.observed.ObservedPlatform;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.platform.PlatformController;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.store.OperationStore;
import io.lakeswarm.reconciler.store.RevisionStore;
import io.lakeswarm.reconciler.store.StatusJson;
import io.lakeswarm.reconciler.store.StatusStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.logging.Logger;

/** What is known, what would be done, what was asked for. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
  private static final Logger AUDIT = Logger.getLogger("lakeswarm.audit");

  private final StatusStore status;
  private final StatusJson format;
  private final DesiredWriter writer;
  private final RevisionStore revisions;
  private final OperationStore operations;
  private final PlatformController platform;
  private final PlanView plans;
  private final ReconcileLoops loops;
  private final ObjectMapper json;

  /** Answers from the stores and the loops. */
  public StatusResource(
      StatusStore status,
      StatusJson format,
      DesiredWriter writer,
      RevisionStore revisions,
      OperationStore operations,
      PlatformController platform,
      PlanView plans,
      ReconcileLoops loops,
      ObjectMapper json) {
    this.status = status;
    this.format = format;
    this.writer = writer;
    this.revisions = revisions;
    this.operations = operations;
    this.platform = platform;
    this.plans = plans;
    this.loops = loops;
    this.json = json;
  }

  /** Always answers; services are those of the last look while Swarm cannot be read. */
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
    ArrayNode resources = answer.putArray("resources");
    for (KitService service : seen.services()) {
      ObjectNode item = resources.addObject().put("kind", "service").put("name", service.name());
      item.put("desired", service.desired()).put("running", service.running());
      service.nodes().forEach(item.putArray("nodes")::add);
    }
    return answer;
  }

  private ObservedPlatform look() {
    try {
      return platform.look();
    } catch (ReconcileException known) {
      return platform.lastSeen(); // The condition SwarmReachable in the same answer says why.
    }
  }

  /** Empty when converged. */
  @GET
  @Path("/plan")
  public JsonNode plan() {
    return plans.of(writer.current().state());
  }

  /** Newest first. */
  @GET
  @Path("/revisions")
  public JsonNode revisions() {
    ArrayNode list = json.createArrayNode();
    revisions
        .history()
        .forEach(
            entry ->
                list.addObject()
                    .put("revision", entry.getKey())
                    .put("author", entry.getValue().author())
                    .put("reason", entry.getValue().reason())
                    .put("time", entry.getValue().time().toString())
                    .put("source", entry.getValue().source()));
    return list;
  }

  /** One operation, running or one of the last finished ones. */
  @GET
  @Path("/operations/{id}")
  public JsonNode operation(@PathParam("id") String id) {
    Operation operation =
        operations
            .find(id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        404, "There is no such operation; the last twenty are kept."));
    ObjectNode answer = json.createObjectNode().put("operation", operation.id());
    answer.put("kind", operation.kind()).put("state", operation.state().text());
    answer.put("from", operation.from()).put("to", operation.to());
    answer.put("reason", operation.outcome().isEmpty() ? operation.reason() : operation.outcome());
    answer.put("created", operation.created().toString());
    answer.put("deadline", operation.deadline().toString());
    operation.steps().forEach(answer.putArray("steps")::add);
    return answer;
  }

  /** Asks every loop for a pass. */
  @POST
  @Path("/reconcile")
  public Response reconcile() {
    loops.wakeAll(Trigger.Kind.API);
    AUDIT.info("who=operator request=\"POST /reconcile\" result=accepted");
    return Response.accepted(json.createObjectNode().put("accepted", true)).build();
  }
}
