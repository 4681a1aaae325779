package io.lakeswarm.reconciler.bench;

import static org.awaitility.Awaitility.await;

import io.lakeswarm.reconciler.testing.FakeCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The reconciler as its image runs it: the packaged jar in a JVM of its own. */
final class Jvm implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final double TICKS_PER_SECOND = 100;

  private final Process process;
  private final int port;
  private final long startedNanos;

  private Jvm(Process process, int port, long startedNanos) {
    this.process = process;
    this.port = port;
    this.startedNanos = startedNanos;
  }

  /** Starts {@code java} with {@code arguments}; its output goes to {@code log}. */
  static Jvm start(List<String> command, Map<String, String> environment, Path dir, Path log) {
    int port = freePort();
    List<String> line = new ArrayList<>(command);
    line.add(1, "-Dquarkus.http.port=" + port);
    // A measurement asks for more passes than a person may.
    line.add(1, "-Dlakeswarm.limits.writes.per-minute=60000");
    line.add(1, "-Dlakeswarm.limits.writes.burst=1000");
    ProcessBuilder builder = new ProcessBuilder(line).directory(dir.toFile());
    builder.environment().putAll(environment);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      long now = System.nanoTime();
      return new Jvm(builder.start(), port, now);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Seconds from its start to the first answer that says it is ready. */
  double awaitReady() {
    awaitOk("/q/health/ready");
    return (System.nanoTime() - startedNanos) / 1e9;
  }

  private void awaitOk(String path) {
    await(path)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofMinutes(1))
        .until(() -> status(path) == 200);
  }

  long startedNanos() {
    return startedNanos;
  }

  /** The body of an answer 200, asked as the operator. */
  String get(String path) {
    return send(request(path).GET()).body();
  }

  void post(String path) {
    send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** A line of /proc/PID/status, in megabytes. */
  double megabytes(String line) {
    String text =
        read("status").lines().filter(l -> l.startsWith(line + ":")).findFirst().orElseThrow();
    return Long.parseLong(text.replaceAll("\\D", "")) * 1024 / 1e6;
  }

  /** CPU time since its start, user and system. */
  double cpuSeconds() {
    String[] fields = read("stat").replaceFirst("^.*\\) ", "").split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("The reconciler did not end on SIGTERM within 20 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /** The status of an answer; 0 while nobody listens. */
  int status(String path) {
    if (!process.isAlive()) {
      throw new IllegalStateException("The reconciler ended with " + process.exitValue());
    }
    try {
      return HTTP.send(request(path).GET().build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException notListening) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + FakeCluster.OPERATOR)
        .timeout(Duration.ofSeconds(20));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(answer + " " + answer.body());
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
