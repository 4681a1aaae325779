package io.lakeswarm.reconciler.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakeswarm.reconciler.config.SecretFiles;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;

/** Reads the two tokens from their files at each request and compares them in constant time. */
@ApplicationScoped
public class Tokens {
  private static final String SCHEME = "Bearer ";

  private final SecretFiles secrets;

  Tokens(SecretFiles secrets) {
    this.secrets = secrets;
  }

  /** Returns the role of the token in this Authorization header, which may be null. */
  public Role roleOf(String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Role.UNKNOWN;
    }
    byte[] token = authorization.substring(SCHEME.length()).getBytes(UTF_8);
    boolean operator = matches(token, "reconciler_token");
    boolean viewer = matches(token, "reconciler_viewer_token");
    if (operator) {
      return Role.OPERATOR;
    }
    return viewer ? Role.VIEWER : Role.UNKNOWN;
  }

  /** Returns true when an Authorization header of this value may read, now. */
  public boolean mayRead(String authorization) {
    return roleOf(authorization) != Role.UNKNOWN;
  }

  private boolean matches(byte[] token, String secret) {
    return secrets
        .read(secret)
        .map(expected -> MessageDigest.isEqual(token, expected.getBytes(UTF_8)))
        .orElse(false);
  }
}
