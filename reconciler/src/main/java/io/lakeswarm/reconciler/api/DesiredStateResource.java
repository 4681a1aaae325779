package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.access.AuditLog;
import io.lakeswarm.reconciler.api.ProblemException.FieldError;
import io.lakeswarm.reconciler.config.DocumentReader;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DesiredStateParser;
import io.lakeswarm.reconciler.desired.Document;
import io.lakeswarm.reconciler.loop.ReconcileLoops;
import io.lakeswarm.reconciler.loop.Trigger;
import io.lakeswarm.reconciler.store.DocumentJson;
import io.lakeswarm.reconciler.store.Revision;
import io.lakeswarm.reconciler.store.RevisionStore;
import io.lakeswarm.reconciler.store.Sha256;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Serves the whole desired state as a document. */
@Path("/api/v1/desired-state")
public class DesiredStateResource {
  private static final String YAML = "application/yaml";

  private final RevisionStore revisions;
  private final DesiredWriter writer;
  private final PlanView plans;
  private final ReconcileLoops loops;
  private final AuditLog audit;
  private final ObjectMapper json;

  /** Reads and stores revisions. */
  public DesiredStateResource(
      RevisionStore revisions,
      DesiredWriter writer,
      PlanView plans,
      ReconcileLoops loops,
      AuditLog audit,
      ObjectMapper json) {
    this.revisions = revisions;
    this.writer = writer;
    this.plans = plans;
    this.loops = loops;
    this.audit = audit;
    this.json = json;
  }

  /** Returns the desired state as YAML, unless the Accept header selects JSON. */
  @GET
  @Produces({YAML, MediaType.APPLICATION_JSON})
  public Response read(@HeaderParam(HttpHeaders.ACCEPT) @DefaultValue(YAML) String accept) {
    Revision current = writer.current();
    boolean asJson = accept.contains(MediaType.APPLICATION_JSON);
    String body = asJson ? current.document().toString() : yaml(current.document());
    return Response.ok(body, asJson ? MediaType.APPLICATION_JSON : YAML)
        .header(HttpHeaders.ETAG, RevisionTag.of(current.number()))
        .build();
  }

  /**
   * Stores a new revision. With {@code dryRun} it returns the resulting plan, or, as YAML, the
   * resulting document. The file that was applied last changes nothing.
   */
  @PUT
  @Consumes({YAML, "application/x-yaml", "text/yaml", MediaType.APPLICATION_JSON})
  @Produces({MediaType.APPLICATION_JSON, YAML})
  public Response replace(
      byte[] body,
      @HeaderParam(HttpHeaders.ACCEPT) @DefaultValue(MediaType.APPLICATION_JSON) String accept,
      @QueryParam("dryRun") @DefaultValue("false") String dryRun,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @HeaderParam("X-Lakeswarm-Source") @DefaultValue("api") String from,
      @HeaderParam("X-Lakeswarm-Reason") @DefaultValue("") String reason,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String type) {
    requireOneOf("X-Lakeswarm-Source", from, "api", "file");
    requireOneOf("dryRun", dryRun, "true", "false");
    Reason.flaw(reason)
        .ifPresent(
            flaw -> {
              throw new ProblemException(
                  400,
                  "X-Lakeswarm-Reason " + flaw + ".",
                  List.of(FieldError.of("X-Lakeswarm-Reason", flaw)));
            });
    if (type.startsWith(MediaType.APPLICATION_JSON)) {
      RequestBody.json(body);
    }
    String text = RequestBody.text(body);
    int before = revisions.newestNumber();
    String hash = Sha256.of(text);
    boolean knownFile = from.equals("file") && before > 0 && hash.equals(writer.hashBefore());
    if (ifMatch != null && dryRun.equals("false") && !knownFile) {
      RevisionTag.requireMatch(ifMatch, before); // Before the document: it may be right by now.
    }
    Document document = DocumentReader.read(text);
    DesiredState state = DesiredStateParser.parse(document);
    JsonNode tree = DocumentJson.of(document);
    if (dryRun.equals("true")) {
      return knownFile
          ? preview(writer.current().state(), writer.current().document(), accept)
          : preview(state, tree, accept);
    }
    requireTag(ifMatch);
    int after = before;
    if (!knownFile) {
      after =
          (from.equals("file")
                  ? writer.replaceByFile(before, tree, reason, hash)
                  : writer.replace(before, tree, reason))
              .number();
      loops.wakeAll(Trigger.Kind.API);
    }
    audit.change("revision " + before + " -> " + after + " by " + from);
    return Response.ok(Answer.Change.between(before, after))
        .type(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.ETAG, RevisionTag.of(after))
        .build();
  }

  private Response preview(DesiredState state, JsonNode document, String accept) {
    audit.change("none, dry run");
    return accept.contains(YAML)
        ? Response.ok(yaml(document), YAML).build()
        : Response.ok(plans.of(state), MediaType.APPLICATION_JSON).build();
  }

  private static void requireOneOf(String name, String sent, String one, String other) {
    if (!sent.equals(one) && !sent.equals(other)) {
      throw new ProblemException(400, name + " must be " + one + " or " + other + ".");
    }
  }

  private static void requireTag(String ifMatch) {
    if (ifMatch == null) {
      throw new ProblemException(
          428,
          "Send If-Match with the ETag of GET /api/v1/desired-state, so that no change is lost.");
    }
  }

  private String yaml(JsonNode document) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return new Yaml(options).dump(json.convertValue(document, Map.class));
  }
}
