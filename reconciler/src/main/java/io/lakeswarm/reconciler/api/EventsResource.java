package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.access.Role;
import io.lakeswarm.reconciler.access.Tokens;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.OptionalLong;

/** Streams the changes that passes make, as they happen. */
@Path("/api/v1/events")
public class EventsResource {
  private final EventStreams streams;
  private final Tokens tokens;

  /** Opens {@code streams} to each request with one of the {@code tokens}. */
  public EventsResource(EventStreams streams, Tokens tokens) {
    this.streams = streams;
    this.tokens = tokens;
  }

  /**
   * Streams server-sent events {@code step}, {@code condition} and {@code pass}, each with its
   * number as id. The data of a pass has its steps and conditions. With {@code Last-Event-ID} (or
   * the parameter {@code lastEventId}; 0 = all) the kept events since that number come first. With
   * {@code follow=false} the answer ends with the kept events.
   */
  @GET
  @NonBlocking
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<OutboundSseEvent> events(
      @HeaderParam("Last-Event-ID") String lastEventId,
      @QueryParam("lastEventId") String lastEventIdParameter,
      @QueryParam("follow") @DefaultValue("true") String follow,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @Context Sse sse) {
    OptionalLong after = number(lastEventId == null ? lastEventIdParameter : lastEventId);
    Role role = tokens.roleOf(authorization);
    return switch (follow) {
      case "true" -> streams.open(sse, after, role, () -> tokens.mayRead(authorization));
      case "false" -> streams.known(sse, after.orElse(0));
      default -> throw new ProblemException(400, "The parameter follow must be true or false.");
    };
  }

  private static OptionalLong number(String text) {
    if (text == null) {
      return OptionalLong.empty();
    }
    if (!text.matches("\\d{1,18}")) {
      throw new ProblemException(400, "Last-Event-ID must be the id of an event, or 0 for all.");
    }
    return OptionalLong.of(Long.parseLong(text));
  }
}
