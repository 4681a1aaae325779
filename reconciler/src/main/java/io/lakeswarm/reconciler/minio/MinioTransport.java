package io.lakeswarm.reconciler.minio;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Signs and sends; each call ends within its deadline, the reading of the body included. */
final class MinioTransport {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final URI endpoint;
  private final Duration deadline;
  private final Clock clock;
  private final HttpClient http;

  MinioTransport(URI endpoint, Duration deadline, Clock clock) {
    this.endpoint = endpoint;
    this.deadline = deadline;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Sends without credentials. */
  MinioAnswer anonymous(MinioRequest request) {
    return exchange(request, builder(request));
  }

  /** Sends with the credentials' signature. */
  MinioAnswer signed(MinioRequest request, Credentials credentials) {
    Instant now = clock.instant();
    String hash = SigV4.sha256(request.body());
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

  /** As the JDK writes the Host header: without the scheme's own port. */
  private String host() {
    int port = endpoint.getPort();
    int usual = "https".equals(endpoint.getScheme()) ? 443 : 80;
    return port < 0 || port == usual ? endpoint.getHost() : endpoint.getHost() + ":" + port;
  }

  private MinioAnswer exchange(MinioRequest request, HttpRequest.Builder builder) {
    CompletableFuture<HttpResponse<byte[]>> pending =
        http.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
    try {
      HttpResponse<byte[]> response = pending.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      return new MinioAnswer(request.purpose(), response.statusCode(), response.body());
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw unreachable(request, "no answer within " + deadline.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw unreachable(request, e.getCause().getClass().getSimpleName(), e.getCause());
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw unreachable(request, "interrupted", e);
    }
  }

  private MinioException unreachable(MinioRequest request, String why, Throwable cause) {
    return new MinioException(
        MinioErrorCode.UNREACHABLE,
        "Cannot "
            + request.purpose()
            + ": MinIO at "
            + host()
            + " did not answer ("
            + why
            + "). Look at the tasks of the service minio.",
        cause);
  }
}
