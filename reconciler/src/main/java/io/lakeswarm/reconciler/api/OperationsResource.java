package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.access.AuditLog;
import io.lakeswarm.reconciler.loop.ReconcileLoops;
import io.lakeswarm.reconciler.loop.Trigger;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.platform.PlatformController;
import io.lakeswarm.reconciler.status.Component;
import io.lakeswarm.reconciler.store.OperationStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;

/** Returns operations and starts those that change no desired state. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class OperationsResource {
  private final OperationStore operations;
  private final PlatformController platform;
  private final ReconcileLoops loops;
  private final AuditLog audit;
  private final Clock clock;

  /** Reads operations from the store and requests passes from the loops. */
  public OperationsResource(
      OperationStore operations,
      PlatformController platform,
      ReconcileLoops loops,
      AuditLog audit,
      Clock clock) {
    this.operations = operations;
    this.platform = platform;
    this.loops = loops;
    this.audit = audit;
    this.clock = clock;
  }

  /** Returns one operation, running or one of the last finished ones. */
  @GET
  @Path("/operations/{id}")
  public OperationView operation(@PathParam("id") String id) {
    Operation operation =
        operations
            .find(id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        404, "There is no such operation; the last twenty are kept."));
    return OperationView.of(operation);
  }

  /** Requests a pass of every loop. */
  @POST
  @Path("/reconcile")
  public Response reconcile() {
    loops.wakeAll(Trigger.Kind.API);
    return Response.accepted(new Answer.Accepted(true)).build();
  }

  /** Rechecks and re-applies one component now; the operation reports the result. */
  @POST
  @Path("/bootstrap/{component}")
  public Response bootstrap(
      @PathParam("component") String component,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
      byte[] body) {
    requireDeployed(component);
    String reason = Reason.of(body, type);
    // In this order: a pass that begins after the operation never relies on an older probe.
    loops.recheck(component);
    Operation operation =
        operations.begin(new Operation.Bootstrap(component), reason, clock.instant());
    loops.wakeAll(Trigger.Kind.API);
    audit.change("bootstrap of " + component + ", operation " + operation.id());
    return Response.accepted(new Answer.Started(operation.id())).build();
  }

  private void requireDeployed(String component) {
    List<String> known = Component.bootstrapped().stream().map(Component::text).toList();
    if (!known.contains(component)) {
      throw new ProblemException(
          404, "There is no such component; there are " + String.join(", ", known) + ".");
    }
    boolean kept = loops.controllers().stream().anyMatch(c -> c.name().equals(component));
    if (!kept || platform.look().services().stream().noneMatch(s -> s.name().equals(component))) {
      throw new ProblemException(
          503, "Cannot bootstrap " + component + ": it is not deployed. Run make swarm_deploy.");
    }
  }
}
