package io.lakeswarm.reconciler.access;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Filters the requests of every route, unknown paths included. Only {@code /q/} and the status
 * page's files, which hold no data, need no token. Only the operator may change anything. Nothing
 * large or frequent is even read.
 */
@ApplicationScoped
public class AccessFilter {
  private static final int BEFORE_ALL = 1_000;
  private static final int BODY_LIMIT_BYTES = 64 * 1024;
  private static final String OPEN = "/q/";
  private static final String ROLE = "X-Lakeswarm-Role";
  private static final String POLICY = "Content-Security-Policy";
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final Tokens tokens;
  private final RateLimits limits;
  private final AuditLog audit;
  private final GatewayAddresses gateway;

  AccessFilter(Tokens tokens, RateLimits limits, AuditLog audit, GatewayAddresses gateway) {
    this.tokens = tokens;
    this.limits = limits;
    this.audit = audit;
    this.gateway = gateway;
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, BEFORE_ALL);
  }

  private void handle(RoutingContext request) {
    String path = request.normalizedPath();
    boolean reads = READS.contains(request.request().method().name());
    boolean page = reads && StatusPage.isFile(path);
    boolean open = page || path.startsWith(OPEN);
    harden(request.response());
    request.response().putHeader(POLICY, page ? StatusPage.POLICY : NOTHING);
    if (!path.startsWith(OPEN)) {
      request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    Role role = Role.UNKNOWN;
    Optional<HttpRefusal> refusal;
    try {
      role = tokens.roleOf(request.request().getHeader(HttpHeaders.AUTHORIZATION));
      if (role != Role.UNKNOWN) {
        request.response().putHeader(ROLE, role.text());
      }
      refusal = open ? tooLarge(request.request()) : refusal(request.request(), role, reads);
    } catch (ReconcileException e) {
      refusal = Optional.of(HttpRefusal.unavailable(e.getMessage()));
    }
    if (!reads) {
      audit.follow(request, role, source(request.request()));
    }
    if (refusal.isPresent()) {
      refusal.get().send(request.response());
    } else {
      request.next();
    }
  }

  private Optional<HttpRefusal> refusal(HttpServerRequest request, Role role, boolean reads) {
    if (role == Role.UNKNOWN) {
      boolean tokenSent = request.headers().contains(HttpHeaders.AUTHORIZATION);
      return limits
          .failure(source(request))
          .map(wait -> HttpRefusal.tooOften("requests without a valid token", wait))
          .or(() -> Optional.of(HttpRefusal.unauthorized(tokenSent)));
    }
    Optional<Duration> wait = reads ? limits.read(role) : limits.write(role);
    if (wait.isPresent()) {
      return Optional.of(HttpRefusal.tooOften(reads ? "reads" : "writes", wait.get()));
    }
    if (role == Role.VIEWER && !reads) {
      return Optional.of(HttpRefusal.readOnly());
    }
    return tooLarge(request).or(() -> reads ? Optional.empty() : typeless(request));
  }

  private static Optional<HttpRefusal> tooLarge(HttpServerRequest request) {
    if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      return Optional.of(HttpRefusal.lengthUnknown());
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && Long.parseLong(length) > BODY_LIMIT_BYTES
        ? Optional.of(HttpRefusal.tooLarge(BODY_LIMIT_BYTES))
        : Optional.empty();
  }

  /** Refuses a body or a PUT without a type: without one each reader would guess another. */
  private static Optional<HttpRefusal> typeless(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean body = length != null && Long.parseLong(length) > 0;
    boolean needed = body || HttpMethod.PUT.equals(request.method());
    return needed && !request.headers().contains(HttpHeaders.CONTENT_TYPE)
        ? Optional.of(HttpRefusal.typeless())
        : Optional.empty();
  }

  /** Returns the client's address: its own, or the one that the gateway saw. */
  private String source(HttpServerRequest request) {
    String peer = request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    List<String> forwarded = request.headers().getAll("X-Forwarded-For");
    if (forwarded.isEmpty() || !gateway.contains(peer)) {
      return peer;
    }
    String last = forwarded.get(forwarded.size() - 1);
    return last.substring(last.lastIndexOf(',') + 1).strip();
  }

  private static void harden(HttpServerResponse response) {
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("X-Frame-Options", "DENY");
    response.putHeader("Referrer-Policy", "no-referrer");
  }
}
