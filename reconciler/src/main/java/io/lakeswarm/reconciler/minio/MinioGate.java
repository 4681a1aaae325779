package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.probe.ProbePace;
import java.time.Clock;
import java.util.function.Supplier;

/** Lets a look at the server happen when it is healthy and its turn has come; names the trouble. */
final class MinioGate {
  private final MinioAccess access;
  private final ProbePace pace;

  MinioGate(MinioAccess access, Clock clock) {
    this.access = access;
    this.pace = new ProbePace(clock);
  }

  /** The next look asks the server, however lately it was in trouble. */
  void tryNow() {
    pace.tryNow();
  }

  /** The result of {@code look}; every trouble is a {@link ReconcileException}. */
  <T> T pass(Supplier<T> look) {
    pace.awaitTurn();
    try {
      if (!access.client().clusterHealthy()) {
        throw pace.waiting(
            "Cannot use MinIO: it runs, but its storage or its users are not loaded. Should it"
                + " stay so, restart the service minio.");
      }
      T seen = look.get();
      pace.healthy();
      return seen;
    } catch (MinioException e) {
      throw told(e);
    }
  }

  /** A user's own refusals are observations, so a refusal that arrives here is root's. */
  private ReconcileException told(MinioException e) {
    return switch (e.code()) {
      case UNREACHABLE, STARTING -> pace.waiting(e.getMessage());
      case UNKNOWN_KEY -> pace.refused(rootRefused("the name in secret minio_root_user"));
      case WRONG_SECRET -> pace.refused(rootRefused("the password in secret minio_root_password"));
      case DENIED -> pace.refused(rootRefused("root's access to the API"));
      default -> pace.unreadable(e.getMessage(), e);
    };
  }

  private String rootRefused(String what) {
    return "Cannot sign in to MinIO as root: the server does not accept "
        + what
        + (factoryRootAccepted()
            ? ", but accepts minioadmin, so its own root secret files are missing"
            : "")
        + ". Make the secrets of minio and of the reconciler equal (make swarm_deploy).";
  }

  /** Only a better message hangs on it, so no answer counts as no. */
  private boolean factoryRootAccepted() {
    try {
      return access.factoryRootAccepted();
    } catch (MinioException e) {
      return false;
    }
  }
}
