package io.lakeswarm.e2e.lab;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The shuffle probe under way as a job of the platform. The driver fetches its jar from this
 * process, so that no image has to carry it.
 */
public final class Probe implements AutoCloseable {
  private static final Path JAR = Command.root().resolve("e2e/target/lakeswarm-e2e.jar");
  private static final String RESULT = "PROBE_RESULT ";
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private final HttpServer jars;
  private final Running job;

  /** Starts the job on up to {@code cores} workers; it is ended after five minutes. */
  public Probe(Platform platform, int cores, String... options) {
    this(platform, cores, DEADLINE, options);
  }

  /** Starts the job on up to {@code cores} workers; it is ended after {@code deadline}. */
  public Probe(Platform platform, int cores, Duration deadline, String... options) {
    try {
      jars = HttpServer.create(new InetSocketAddress(Lab.HOST_ADDRESS, 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot serve the probe's jar", e);
    }
    jars.createContext("/probe.jar", Probe::send);
    jars.start();
    List<String> words =
        new ArrayList<>(List.of("jobs/run.sh", "shuffle-probe", "wsl-spark-apps", "-Xmx512m"));
    words.addAll(List.of("-XX:+UseSerialGC", "org.apache.spark.deploy.SparkSubmit"));
    words.addAll(List.of("--conf", "spark.cores.max=" + cores));
    words.addAll(List.of("--class", "io.lakeswarm.e2e.probe.ShuffleProbe"));
    words.add("http://" + Lab.HOST_ADDRESS + ":" + jars.getAddress().getPort() + "/probe.jar");
    words.addAll(List.of(options));
    job =
        platform
            .script(words.toArray(String[]::new))
            .with(Map.of("JOB_MEMORY", "1G"))
            .within(deadline)
            .start();
  }

  private static void send(HttpExchange exchange) throws IOException {
    byte[] jar = Files.readAllBytes(JAR);
    exchange.sendResponseHeaders(200, jar.length);
    exchange.getResponseBody().write(jar);
    exchange.close();
  }

  /** Waits until the first task of the reduce stage has started. */
  public void awaitReduceStage() {
    await("reduce stage")
        .atMost(Duration.ofMinutes(3))
        .failFast("the probe ended", this::requireAlive)
        .until(() -> job.all().contains("PROBE reduce stage started"));
  }

  /** Waits for the end and returns what the job counted; throws when it failed. */
  public JsonNode result() {
    Command.Result end = job.await().orThrow();
    return end.all()
        .lines()
        .filter(line -> line.startsWith(RESULT))
        .findFirst()
        .map(line -> Reconciler.json(line.substring(RESULT.length())))
        .orElseThrow(() -> new IllegalStateException("No result: " + end));
  }

  /** True until it ends. */
  public boolean isAlive() {
    return job.isAlive();
  }

  /** What it printed so far. */
  public String output() {
    return job.all();
  }

  private void requireAlive() {
    if (!job.isAlive()) {
      throw new IllegalStateException("The probe ended: " + job.await());
    }
  }

  @Override
  public void close() {
    job.close();
    jars.stop(0);
  }
}
