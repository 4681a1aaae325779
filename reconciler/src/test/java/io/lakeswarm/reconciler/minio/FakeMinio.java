package io.lakeswarm.reconciler.minio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.store.Sha256;
import io.lakeswarm.reconciler.testing.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that is as strict as the real one where it matters: it recomputes every signature,
 * decrypts admin bodies, enforces policies and the order of calls, and tells policies in another
 * order than they were written.
 */
public final class FakeMinio implements AutoCloseable {
  public static final Credentials ROOT = new Credentials("root-name", "root-password");

  /** How far the start has come. */
  public enum Phase {
    STARTING,
    USERS_NOT_LOADED,
    UP
  }

  /** One answer. */
  record Reply(int status, String type, String body) {
    static Reply ok(String body) {
      return new Reply(200, "", body);
    }
  }

  /** Requests of another time are refused, as by the real server; empty = no look at the clock. */
  public volatile Optional<Clock> clock = Optional.empty();

  public volatile Phase phase = Phase.UP;
  volatile Credentials root = ROOT;
  public final FakeStorage storage = new FakeStorage();

  /** Every call as "METHOD /path", and those that changed something. */
  public final List<String> calls = new CopyOnWriteArrayList<>();

  final List<String> writes = new CopyOnWriteArrayList<>();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private final LoopbackServer http = new LoopbackServer(this::serve);

  public FakeMinio() {}

  public URI uri() {
    return http.uri();
  }

  /** Fails when a request broke the protocol. */
  void assertNothingBroken() {
    if (!broken.isEmpty()) {
      throw new AssertionError("Requests the real server would not understand: " + broken);
    }
  }

  void forgetCalls() {
    calls.clear();
    writes.clear();
  }

  @Override
  public void close() {
    http.close();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = decode(exchange.getRequestURI().getRawPath());
      String call = exchange.getRequestMethod() + " " + path;
      calls.add(call);
      Reply reply;
      try {
        reply = answer(exchange, path);
      } catch (RuntimeException e) {
        broken.add(call + ": " + e);
        reply = new Reply(500, "xml", "InternalError");
      }
      if (!exchange.getRequestMethod().equals("GET") && reply.status() / 100 == 2) {
        writes.add(call);
      }
      send(exchange, reply);
    }
  }

  private Reply answer(HttpExchange exchange, String path) throws IOException {
    if (path.equals("/minio/health/cluster")) {
      return new Reply(phase == Phase.STARTING ? 503 : 200, "", "");
    }
    boolean admin = path.startsWith("/minio/admin/v3/");
    String errors = admin ? "json" : "xml";
    if (phase == Phase.STARTING) {
      return new Reply(503, errors, "XMinioServerNotInitialized");
    }
    if (phase == Phase.USERS_NOT_LOADED) {
      return new Reply(503, errors, "XMinioIAMNotInitialized");
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    SortedMap<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String key = accessKey(exchange);
    String secret = key.equals(root.accessKey()) ? root.secretKey() : storage.secretOf(key);
    if (secret == null) {
      return new Reply(403, errors, "InvalidAccessKeyId");
    }
    if (!isSigned(exchange, path, query, body, new Credentials(key, secret))) {
      return new Reply(403, errors, "SignatureDoesNotMatch");
    }
    if (isSkewed(exchange)) {
      return new Reply(403, errors, "RequestTimeTooSkewed");
    }
    boolean asRoot = key.equals(root.accessKey());
    if (admin) {
      return asRoot
          ? storage.admin(
              exchange.getRequestMethod(), path.substring(16), query, body, root.secretKey())
          : new Reply(403, errors, "AccessDenied");
    }
    return storage.s3(exchange.getRequestMethod(), path, query, body, asRoot ? null : key);
  }

  private static boolean isSigned(
      HttpExchange exchange,
      String path,
      SortedMap<String, String> query,
      byte[] body,
      Credentials credentials) {
    String hash = Sha256.of(body);
    if (!hash.equals(exchange.getRequestHeaders().getFirst("x-amz-content-sha256"))) {
      throw new IllegalStateException("the content hash is not that of the body");
    }
    String date = exchange.getRequestHeaders().getFirst("x-amz-date");
    SortedMap<String, String> headers = new TreeMap<>();
    for (String name : List.of("host", "x-amz-content-sha256", "x-amz-date")) {
      headers.put(name, exchange.getRequestHeaders().getFirst(name));
    }
    String expected =
        SigV4.MINIO.authorization(
            credentials,
            new SigV4.Signable(exchange.getRequestMethod(), path, query, headers, hash),
            sentAt(date));
    return expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private boolean isSkewed(HttpExchange exchange) {
    Instant sent = sentAt(exchange.getRequestHeaders().getFirst("x-amz-date"));
    return clock
        .filter(
            now ->
                Duration.between(sent, now.instant()).abs().compareTo(Duration.ofMinutes(15)) > 0)
        .isPresent();
  }

  private static Instant sentAt(String date) {
    return Instant.parse(date.replaceFirst("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
  }

  private static String accessKey(HttpExchange exchange) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    return authorization.replaceFirst("^AWS4-HMAC-SHA256 Credential=", "").replaceFirst("/.*", "");
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    String text =
        switch (reply.type()) {
          case "xml" -> "<Error><Code>" + reply.body() + "</Code></Error>";
          case "json" -> "{\"Code\":\"" + reply.body() + "\",\"Message\":\"said the fake\"}";
          default -> reply.body();
        };
    boolean bare = exchange.getRequestMethod().equals("HEAD") || text.isEmpty();
    exchange.sendResponseHeaders(reply.status(), bare ? -1 : text.getBytes(UTF_8).length);
    if (!bare) {
      exchange.getResponseBody().write(text.getBytes(UTF_8));
    }
  }

  private static SortedMap<String, String> query(String raw) {
    SortedMap<String, String> query = new TreeMap<>();
    for (String pair : raw == null ? new ArrayList<String>() : List.of(raw.split("&"))) {
      String[] parts = pair.split("=", 2);
      if (parts.length != 2) {
        throw new IllegalStateException("a query parameter has no '='");
      }
      Map.Entry<String, String> entry = Map.entry(decode(parts[0]), decode(parts[1]));
      query.put(entry.getKey(), entry.getValue());
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }
}
