package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.config.SecretFiles;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Lets nobody into {@code /api} without a token, and only the operator change anything. */
@Provider
@PreMatching
public class TokenFilter implements ContainerRequestFilter {
  private static final Logger AUDIT = Logger.getLogger("lakeswarm.audit");
  private static final String SCHEME = "Bearer ";
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final SecretFiles secrets;

  /** Compares with the tokens in {@code secrets}. */
  public TokenFilter(SecretFiles secrets) {
    this.secrets = secrets;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    if (!path.startsWith("/api/") && !path.startsWith("api/")) {
      return;
    }
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    String token =
        header != null && header.startsWith(SCHEME) ? header.substring(SCHEME.length()) : "";
    if (matches(token, "reconciler_token")) {
      return;
    }
    boolean viewer = matches(token, "reconciler_viewer_token");
    if (viewer && READS.contains(request.getMethod())) {
      return;
    }
    AUDIT.warnf(
        "who=%s request=\"%s %s\" result=refused",
        viewer ? "viewer" : "unknown",
        request.getMethod(),
        path.replaceAll("[^A-Za-z0-9/_.-]", "?"));
    request.abortWith(viewer ? readOnly() : unauthorized(header));
  }

  private boolean matches(String token, String secret) {
    Optional<String> expected = secrets.read(secret);
    return expected.isPresent()
        && !token.isEmpty()
        && MessageDigest.isEqual(bytes(token), bytes(expected.get()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Response readOnly() {
    return ProblemMappers.problem(
            403, "The viewer token may only read. Use the operator's token.", List.of())
        .build();
  }

  private static Response unauthorized(String header) {
    String detail =
        header == null
            ? "Send the token as Authorization: Bearer <token>; make credentials prints it."
            : "The token is not known; make credentials prints the right one.";
    return ProblemMappers.problem(401, detail, List.of())
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"lakeswarm\"")
        .build();
  }
}
