package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.access.AuditLog;
import io.lakeswarm.reconciler.loop.ReconcileLoops;
import io.lakeswarm.reconciler.loop.Trigger;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.observed.SparkWorker;
import io.lakeswarm.reconciler.observed.WorkerTask;
import io.lakeswarm.reconciler.spark.SparkController;
import io.lakeswarm.reconciler.store.OperationStore;
import io.lakeswarm.reconciler.store.Revision;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** The number of Spark workers: how it is, and how it shall be. */
@Path("/api/v1/spark/workers")
@Produces(MediaType.APPLICATION_JSON)
public class WorkersResource {
  private final DesiredWriter writer;
  private final OperationStore operations;
  private final SparkController spark;
  private final ReconcileLoops loops;
  private final AuditLog audit;
  private final ObjectMapper json;

  /** Answers from a fresh look, writes revisions and operations. */
  public WorkersResource(
      DesiredWriter writer,
      OperationStore operations,
      SparkController spark,
      ReconcileLoops loops,
      AuditLog audit,
      ObjectMapper json) {
    this.writer = writer;
    this.operations = operations;
    this.spark = spark;
    this.loops = loops;
    this.audit = audit;
    this.json = json;
  }

  /** A fresh look; what only the Spark master knows is null while it cannot be read. */
  @GET
  public JsonNode workers() {
    ObservedSpark observed = spark.observeAll();
    boolean known = observed.master().isKnown();
    ObjectNode answer = json.createObjectNode();
    answer.put("desired", writer.current().state().workers().replicas());
    answer.put("running", observed.running());
    answer.put("registered", known ? Integer.valueOf(observed.master().registered()) : null);
    var list = answer.putArray("workers");
    for (WorkerTask task : observed.tasks()) {
      if (task.wanted()) {
        Optional<SparkWorker> worker = observed.master().at(task.address());
        ObjectNode item = list.addObject().put("task", task.id()).put("node", task.hostname());
        item.put("host", task.address());
        item.put("state", worker.map(w -> w.state().name()).orElse(task.state().name()));
        item.put("cores", worker.map(SparkWorker::cores).orElse(null));
        item.put("coresUsed", worker.map(SparkWorker::coresUsed).orElse(null));
      }
    }
    return answer;
  }

  /** Stores the number and returns at once; the operation tells when it is reached. */
  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public Response scale(byte[] body) {
    ScaleRequest request = ScaleRequest.of(RequestBody.json(body));
    Revision before = writer.current();
    request.requireWithin(before.state().workers());
    int from = before.state().workers().replicas();
    Revision after = writer.scale(request);
    Operation operation =
        operations.begin(new Operation.ScaleWorkers(from, request.replicas()), request.reason());
    loops.wakeAll(Trigger.Kind.API);
    audit.change(
        "workers %d -> %d, revision %d, operation %s"
            .formatted(from, request.replicas(), after.number(), operation.id()));
    return Response.accepted(json.createObjectNode().put("operation", operation.id())).build();
  }
}
