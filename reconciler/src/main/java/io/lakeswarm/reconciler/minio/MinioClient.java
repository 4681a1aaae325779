package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.config.Credentials;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/**
 * Calls a MinIO server with the JDK alone. Every call ends by its deadline and throws {@link
 * MinioException} when it was refused or not answered.
 */
public final class MinioClient {
  private final MinioTransport transport;

  /** Calls the server at {@code http://host:port}; at most 2 s of a call are for the connection. */
  MinioClient(URI endpoint, Duration deadline, Clock clock) {
    this.transport = new MinioTransport(endpoint, deadline, clock);
  }

  /**
   * Returns true once storage, bucket metadata and users are loaded and writes have their quorum.
   * The server's "live" and "ready" answer 200 long before.
   */
  boolean clusterHealthy() {
    return transport
        .anonymous(MinioRequest.of("ask for health", "GET", "/minio/health/cluster"))
        .ok();
  }

  MinioS3 s3(Credentials credentials) {
    return new MinioS3(transport, credentials);
  }

  MinioAdmin admin(Credentials root) {
    return new MinioAdmin(transport, root);
  }
}
