package io.lakeswarm.reconciler.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.stream.Stream;

/** One answer to every request; it is the format of no server. */
record OddAnswer(String name, int status, String type, String body) {
  private static final String JSON = "application/json";
  private static final String HTML = "text/html";
  private static final String PAGE =
      "<!doctype html><html><body>Welcome &nbsp; <p>open</body></html>";

  static Stream<OddAnswer> all() {
    return Stream.of(
        new OddAnswer("no body", 200, "", ""),
        new OddAnswer("no body, called JSON", 200, JSON, ""),
        new OddAnswer("a page", 200, HTML, PAGE),
        new OddAnswer("a page, called JSON", 200, JSON, PAGE),
        new OddAnswer("null", 200, JSON, "null"),
        new OddAnswer("a text", 200, JSON, "\"hello\""),
        new OddAnswer("a number", 200, JSON, "42"),
        new OddAnswer("a list with null", 200, JSON, "[null]"),
        new OddAnswer("an empty object", 200, JSON, "{}"),
        new OddAnswer("cut off", 200, JSON, "[{\"ID\":\"a"),
        new OddAnswer("too deep", 200, JSON, "[".repeat(5000)),
        new OddAnswer("no content", 204, "", ""),
        new OddAnswer("moved", 302, HTML, PAGE),
        new OddAnswer("not found, no body", 404, "", ""),
        new OddAnswer("not found, a page", 404, HTML, PAGE),
        new OddAnswer("address too long, no body", 414, "", ""),
        new OddAnswer("failed, no body", 500, JSON, ""),
        new OddAnswer("failed, a page", 502, HTML, PAGE),
        new OddAnswer("failed, null", 503, JSON, "null"));
  }

  void send(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = body.getBytes(UTF_8);
      if (!type.isEmpty()) {
        exchange.getResponseHeaders().add("Content-Type", type);
      }
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
