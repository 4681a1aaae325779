package io.lakeswarm.reconciler.dremio;

import io.lakeswarm.reconciler.config.SecretSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Signs in once and keeps the token until shortly before it expires or the server drops it. */
final class DremioLogin {
  private static final String PASSWORD = "dremio_password";
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final DremioClient client;
  private final SecretSource secrets;
  private final Clock clock;
  private DremioSession session;

  DremioLogin(DremioClient client, SecretSource secrets, Clock clock) {
    this.client = client;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Returns the session; empty when the engine has no user yet. */
  synchronized Optional<DremioSession> session() {
    if (session == null || clock.instant().isAfter(session.expires().minus(MARGIN))) {
      session = client.hasUser() ? client.login(password()) : null;
    }
    return Optional.ofNullable(session);
  }

  /** Drops a token that the server refuses: a restored or lost volume, or just its age. */
  synchronized void drop() {
    session = null;
  }

  String password() {
    return secrets.required(PASSWORD);
  }
}
