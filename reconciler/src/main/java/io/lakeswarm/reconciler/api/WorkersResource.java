package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.access.AuditLog;
import io.lakeswarm.reconciler.loop.ReconcileLoops;
import io.lakeswarm.reconciler.loop.Trigger;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.spark.SparkController;
import io.lakeswarm.reconciler.store.OperationStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;

/** Returns and sets the number of Spark workers. */
@Path("/api/v1/spark/workers")
@Produces(MediaType.APPLICATION_JSON)
public class WorkersResource {
  private final DesiredWriter writer;
  private final OperationStore operations;
  private final SparkController spark;
  private final ReconcileLoops loops;
  private final AuditLog audit;
  private final Clock clock;

  /** Answers from a fresh read, writes revisions and operations. */
  public WorkersResource(
      DesiredWriter writer,
      OperationStore operations,
      SparkController spark,
      ReconcileLoops loops,
      AuditLog audit,
      Clock clock) {
    this.writer = writer;
    this.operations = operations;
    this.spark = spark;
    this.loops = loops;
    this.audit = audit;
    this.clock = clock;
  }

  /** Returns a fresh read; values of the Spark master are null while it cannot be read. */
  @GET
  public WorkersView workers() {
    return WorkersView.of(writer.current().state().workers().replicas(), spark.observeAll());
  }

  /** Stores the number and returns at once; the operation reports when it is reached. */
  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public Response scale(byte[] body) {
    ScaleRequest request = ScaleRequest.of(RequestBody.json(body));
    // Before the revision: a loop may act on it before this thread stores the operation.
    Instant since = clock.instant();
    DesiredWriter.Scaled scaled = writer.scale(request);
    Operation.ScaleWorkers asked = new Operation.ScaleWorkers(scaled.from(), request.replicas());
    Operation operation = operations.begin(asked, request.reason(), since);
    loops.wakeAll(Trigger.Kind.API);
    audit.change(
        "workers %d -> %d, revision %d, operation %s"
            .formatted(asked.from(), asked.to(), scaled.revision(), operation.id()));
    return Response.accepted(new Answer.Started(operation.id())).build();
  }
}
