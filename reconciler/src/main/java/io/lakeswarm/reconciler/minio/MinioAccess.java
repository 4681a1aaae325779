package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.config.SecretSource;
import io.lakeswarm.reconciler.desired.MinioSpec;

/** Opens the server as root and as its users; every key is read from its secret at each use. */
record MinioAccess(MinioClient client, SecretSource secrets) {
  /** The server's fallback when its own root secret files are missing. */
  private static final Credentials FACTORY = new Credentials("minioadmin", "minioadmin");

  MinioAdmin admin() {
    return client.admin(root());
  }

  MinioS3 asRoot() {
    return client.s3(root());
  }

  MinioS3 asUser(MinioSpec.User user) {
    return client.s3(keyOf(user));
  }

  Credentials keyOf(MinioSpec.User user) {
    return secrets.pair(user.accessKey().secret(), user.secretKey().secret());
  }

  /** Returns true when the server accepts the well-known root password. */
  boolean factoryRootAccepted() {
    return switch (client.s3(FACTORY).listOne("lakeswarm-probe").code()) {
      case NONE, NO_SUCH_BUCKET, DENIED -> true;
      default -> false;
    };
  }

  private Credentials root() {
    return secrets.pair("minio_root_user", "minio_root_password");
  }
}
