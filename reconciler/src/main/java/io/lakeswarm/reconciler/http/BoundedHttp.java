package io.lakeswarm.reconciler.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends calls that end by their deadline, the reading of the body included (the JDK's own request
 * timeout ends with the headers). Redirects are not followed.
 */
public final class BoundedHttp {
  /** Whole seconds for a connection. A test host that is busy needs more. */
  private static final int CONNECT_SECONDS = Integer.getInteger("bounded-http.connect.seconds", 2);

  /** One for all servers: each client has a selector, threads and buffers of its own. */
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(CONNECT_SECONDS))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final Duration deadline;

  /** Limits each call to {@code deadline}, of it at most two seconds for the connection. */
  public BoundedHttp(Duration deadline) {
    this.deadline = deadline;
  }

  /**
   * Returns the answer, whatever its status; throws an {@link IOException} with a short, stable
   * cause when there was none.
   */
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException {
    return send(request, body, deadline);
  }

  /** Returns the same for a call with a deadline of its own, {@code within}. */
  public <T> HttpResponse<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> body, Duration within) throws IOException {
    CompletableFuture<HttpResponse<T>> answer = HTTP.sendAsync(request, body);
    try {
      return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer within " + within.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getClass().getSimpleName(), e.getCause());
    }
  }
}
