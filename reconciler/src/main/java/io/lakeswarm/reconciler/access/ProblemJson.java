package io.lakeswarm.reconciler.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Builds the body of every refusal (RFC 9457). */
public final class ProblemJson {
  /** Its media type. */
  public static final String TYPE = "application/problem+json";

  private static final int UNPROCESSABLE = 422;

  private ProblemJson() {}

  /** Returns a problem document whose list of field errors is still empty. */
  public static ObjectNode of(int status, String detail) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", "about:blank");
    body.put("title", titleOf(status)).put("status", status).put("detail", detail);
    body.putArray("errors");
    return body;
  }

  /** Returns the title of a status. RFC 9110 renamed 422; Netty has the rest. */
  private static String titleOf(int status) {
    return status == UNPROCESSABLE
        ? "Unprocessable Content"
        : HttpResponseStatus.valueOf(status).reasonPhrase();
  }
}
