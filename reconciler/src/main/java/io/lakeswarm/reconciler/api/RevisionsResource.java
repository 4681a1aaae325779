package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.access.AuditLog;
import io.lakeswarm.reconciler.loop.ReconcileLoops;
import io.lakeswarm.reconciler.loop.Trigger;
import io.lakeswarm.reconciler.store.Origin;
import io.lakeswarm.reconciler.store.RevisionStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Returns the last twenty desired states and rolls back to one of them. */
@Path("/api/v1/revisions")
@Produces(MediaType.APPLICATION_JSON)
public class RevisionsResource {
  private final RevisionStore revisions;
  private final DesiredWriter writer;
  private final ReconcileLoops loops;
  private final AuditLog audit;

  /** One stored revision, without its document. */
  record Item(int revision, String author, String reason, Instant time, String source) {
    static Item of(int number, Origin origin) {
      return new Item(number, origin.author(), origin.reason(), origin.time(), origin.source());
    }
  }

  /** Reads and stores revisions. */
  public RevisionsResource(
      RevisionStore revisions, DesiredWriter writer, ReconcileLoops loops, AuditLog audit) {
    this.revisions = revisions;
    this.writer = writer;
    this.loops = loops;
    this.audit = audit;
  }

  /** Returns the stored revisions, newest first. */
  @GET
  public List<Item> revisions() {
    return revisions.history().stream().map(e -> Item.of(e.getKey(), e.getValue())).toList();
  }

  /**
   * Stores a new revision with the document of revision {@code number}; history is never rewritten.
   */
  @POST
  @Path("/{number}/rollback")
  public Response rollBack(
      @PathParam("number") int number,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
      byte[] body) {
    String reason = Reason.of(body, type);
    int before = revisions.newestNumber();
    int after = writer.rollBack(number, Optional.ofNullable(ifMatch), reason);
    audit.change("revision " + before + " -> " + after + " as " + number);
    if (after != before) {
      loops.wakeAll(Trigger.Kind.API);
    }
    return Response.ok(Answer.Change.between(before, after))
        .header(HttpHeaders.ETAG, RevisionTag.of(after))
        .build();
  }
}
