package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.probe.ServerFailure;
import io.lakeswarm.reconciler.probe.ServerFailure.Kind;
import io.lakeswarm.reconciler.probe.ServerGate;
import java.util.Optional;

/** Maps the exceptions of the MinIO client for a controller that signs in as root. */
final class MinioFailures implements ServerGate.Failures {
  private final MinioAccess access;

  MinioFailures(MinioAccess access) {
    this.access = access;
  }

  @Override
  public Optional<ServerFailure> of(String what, Exception thrown) {
    return thrown instanceof MinioException e ? Optional.of(failure(e)) : Optional.empty();
  }

  /** Maps a refusal of root. A user's own refusals are observations and do not arrive here. */
  private ServerFailure failure(MinioException e) {
    return switch (e.code()) {
      case UNREACHABLE, STARTING -> new ServerFailure(Kind.STARTING, e.getMessage());
      case UNKNOWN_KEY -> rootRefused("the name in secret minio_root_user");
      case WRONG_SECRET -> rootRefused("the password in secret minio_root_password");
      case DENIED -> rootRefused("root's access to the API");
      default -> new ServerFailure(Kind.UNEXPECTED, e.getMessage());
    };
  }

  private ServerFailure rootRefused(String what) {
    return new ServerFailure(
        Kind.WRONG_PASSWORD,
        "Cannot sign in to MinIO as root: the server does not accept "
            + what
            + (factoryRootAccepted()
                ? ", but accepts minioadmin, so its own root secret files are missing"
                : "")
            + ". Make the secrets of minio and of the reconciler equal (make swarm_deploy).");
  }

  /** Returns false without an answer too: only a better message depends on it. */
  private boolean factoryRootAccepted() {
    try {
      return access.factoryRootAccepted();
    } catch (MinioException e) {
      return false;
    }
  }
}
