package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.http.BoundedHttp;
import io.lakeswarm.reconciler.store.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Signs and sends; each call ends within its deadline, the reading of the body included. */
final class MinioTransport {

  private final URI endpoint;
  private final Clock clock;
  private final BoundedHttp http;

  MinioTransport(URI endpoint, Duration deadline, Clock clock) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.http = new BoundedHttp(deadline);
  }

  /** Sends without credentials. */
  MinioAnswer anonymous(MinioRequest request) {
    return exchange(request, builder(request));
  }

  /** Sends with the credentials' signature. */
  MinioAnswer signed(MinioRequest request, Credentials credentials) {
    Instant now = clock.instant();
    String hash = Sha256.of(request.body());
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", host());
    headers.put("x-amz-content-sha256", hash);
    headers.put("x-amz-date", SigV4.timestamp(now));
    String authorization =
        SigV4.MINIO.authorization(
            credentials,
            new SigV4.Signable(request.method(), request.path(), request.query(), headers, hash),
            now);
    HttpRequest.Builder builder = builder(request).header("Authorization", authorization);
    headers.forEach(
        (name, value) -> {
          if (!"host".equals(name)) {
            builder.header(name, value);
          }
        });
    return exchange(request, builder);
  }

  private HttpRequest.Builder builder(MinioRequest request) {
    String query = UriEncoding.canonicalQuery(request.query());
    String target =
        endpoint.getScheme()
            + "://"
            + host()
            + UriEncoding.encodePath(request.path())
            + (query.isEmpty() ? "" : "?" + query);
    return HttpRequest.newBuilder(URI.create(target))
        .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
  }

  /** Returns the Host header as the JDK writes it: without the scheme's own port. */
  private String host() {
    int port = endpoint.getPort();
    int usual = "https".equals(endpoint.getScheme()) ? 443 : 80;
    return port < 0 || port == usual ? endpoint.getHost() : endpoint.getHost() + ":" + port;
  }

  private MinioAnswer exchange(MinioRequest request, HttpRequest.Builder builder) {
    try {
      HttpResponse<byte[]> response =
          http.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new MinioAnswer(request.purpose(), response.statusCode(), response.body());
    } catch (IOException e) {
      throw unreachable(request, e);
    }
  }

  private MinioException unreachable(MinioRequest request, IOException cause) {
    return new MinioException(
        MinioErrorCode.UNREACHABLE,
        "Cannot "
            + request.purpose()
            + ": MinIO at "
            + host()
            + " did not answer ("
            + cause.getMessage()
            + "). Look at the tasks of the service minio.",
        cause);
  }
}
