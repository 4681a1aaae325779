package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.access.ProblemJson;
import io.lakeswarm.reconciler.desired.InvalidDesiredState;
import io.lakeswarm.reconciler.desired.PlainText;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.store.StaleRevision;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps every refusal and failure to {@code application/problem+json}, never with a stack trace. */
public class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  @ServerExceptionMapper
  Response refused(ProblemException e) {
    return problem(e.status(), e.getMessage(), e.errors()).build();
  }

  @ServerExceptionMapper
  Response invalid(InvalidDesiredState e) {
    List<ProblemException.FieldError> errors = ProblemException.FieldError.of(e);
    String detail =
        "Cannot accept the desired state: " + errors.size() + " problem(s), see errors.";
    return problem(400, detail, errors).build();
  }

  @ServerExceptionMapper
  Response stale(StaleRevision e) {
    return problem(412, e.getMessage(), List.of()).build();
  }

  @ServerExceptionMapper
  Response unavailable(ReconcileException e) {
    return problem(503, e.getMessage(), List.of()).header(HttpHeaders.RETRY_AFTER, 5).build();
  }

  @ServerExceptionMapper
  Response http(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    Response.ResponseBuilder answer = problem(status, detailOf(status), List.of());
    String allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
    if (allow != null) {
      answer.header(HttpHeaders.ALLOW, allow);
    }
    return answer.build();
  }

  @ServerExceptionMapper
  Response failed(Exception e) {
    String id = UUID.randomUUID().toString();
    LOG.errorf(e, "request failed, id=%s", id);
    return problem(
            500, "The reconciler failed; its log has the cause under id " + id + ".", List.of())
        .build();
  }

  private static String detailOf(int status) {
    return switch (status) {
      case 404 -> "There is nothing at this address. GET /q/openapi lists what there is.";
      case 405 -> "This address does not take this method.";
      case 406 -> "This address cannot answer in the accepted media type.";
      case 415 -> "This address does not take this media type.";
      default -> "The request cannot be handled.";
    };
  }

  /** Builds the answer; names and values that the client chose are shown as plain text. */
  private static Response.ResponseBuilder problem(
      int status, String detail, List<ProblemException.FieldError> errors) {
    ObjectNode body = ProblemJson.of(status, PlainText.shown(detail));
    ArrayNode list = body.withArray("errors");
    for (ProblemException.FieldError error : errors) {
      ObjectNode item = list.addObject().put("path", PlainText.shown(error.path()));
      error.line().ifPresent(line -> item.put("line", line));
      item.put("message", PlainText.shown(error.message()));
    }
    return Response.status(status).entity(body.toString()).type(ProblemJson.TYPE);
  }
}
