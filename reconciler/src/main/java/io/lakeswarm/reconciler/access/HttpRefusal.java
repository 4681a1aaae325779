package io.lakeswarm.reconciler.access;

import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;

/** An answer that the filter sends before it reads the body. */
record HttpRefusal(int status, String detail, Map<String, String> headers) {

  static HttpRefusal unauthorized(boolean tokenSent) {
    String detail =
        tokenSent
            ? "The token is not known; make credentials prints the right one."
            : "Send the token as Authorization: Bearer <token>; make credentials prints it.";
    return new HttpRefusal(401, detail, Map.of("WWW-Authenticate", "Bearer realm=\"lakeswarm\""));
  }

  static HttpRefusal readOnly() {
    return new HttpRefusal(
        403, "The viewer token may only read. Use the operator's token.", Map.of());
  }

  static HttpRefusal tooLarge(int limitBytes) {
    return new HttpRefusal(
        413, "The body is larger than " + limitBytes + " bytes.", Map.of("Connection", "close"));
  }

  static HttpRefusal lengthUnknown() {
    return new HttpRefusal(
        411,
        "Send Content-Length: the size of a body must be known before it is read.",
        Map.of("Connection", "close"));
  }

  static HttpRefusal typeless() {
    return new HttpRefusal(
        415,
        "The body has no Content-Type. Send one, for example application/json.",
        Map.of("Connection", "close"));
  }

  static HttpRefusal tooOften(String what, Duration wait) {
    long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
    return new HttpRefusal(
        429,
        "Too many " + what + ". Try again in " + seconds + " s.",
        Map.of("Retry-After", String.valueOf(seconds)));
  }

  static HttpRefusal unavailable(String detail) {
    return new HttpRefusal(503, detail, Map.of("Retry-After", "5"));
  }

  void send(HttpServerResponse response) {
    headers.forEach(response::putHeader);
    response
        .setStatusCode(status)
        .putHeader("Content-Type", ProblemJson.TYPE)
        .end(ProblemJson.of(status, detail).toString());
  }
}
