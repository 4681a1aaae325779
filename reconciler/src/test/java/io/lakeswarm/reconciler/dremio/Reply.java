package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An answer of the simulator, in one of the shapes that the server has for its errors. */
record Reply(int status, String type, String body) {
  private static final String JSON = "application/json";

  /** A reply that ends the handling of a request. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Reply reply;

    private Refusal(Reply reply) {
      super(reply.toString());
      this.reply = reply;
    }

    Reply reply() {
      return reply;
    }
  }

  static Reply ok(JsonNode body) {
    return new Reply(200, JSON, body.toString());
  }

  static Reply json(int status, String body) {
    return new Reply(status, JSON, body);
  }

  static Reply empty(int status) {
    return new Reply(status, "", "");
  }

  /** What an unknown page gives: the UI, whatever the path. */
  static Reply page() {
    return new Reply(200, "text/html", "<!DOCTYPE html><html><title>Dremio</title></html>");
  }

  /** The family with a stack trace. */
  static Refusal generic(int status, String message) {
    return error(status, message, "stackTrace");
  }

  /** The family with a context. */
  static Refusal user(int status, String message) {
    return error(status, message, "context");
  }

  static Refusal unauthorized() {
    return new Refusal(empty(401));
  }

  static Refusal plain(int status, String message) {
    return new Refusal(new Reply(status, "text/plain", message));
  }

  /** Bean validation. */
  static Refusal invalid(String field, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("errorMessage", "");
    ObjectNode errors = body.put("moreInfo", "").putObject("validationErrorMessages");
    errors.putArray("globalErrorMessages");
    errors.putObject("fieldErrorMessages").putArray(field).add(message);
    return new Refusal(json(400, body.toString()));
  }

  private static Refusal error(int status, String message, String list) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("errorMessage", message);
    body.put("moreInfo", "").putArray(list);
    return new Refusal(json(status, body.toString()));
  }
}
