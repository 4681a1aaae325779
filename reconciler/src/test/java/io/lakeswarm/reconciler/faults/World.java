package io.lakeswarm.reconciler.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.dremio.DremioWorld;
import io.lakeswarm.reconciler.minio.MinioWorld;
import io.lakeswarm.reconciler.nessie.NessieWorld;
import io.lakeswarm.reconciler.observed.TaskState;
import io.lakeswarm.reconciler.testing.FakeSparkMaster;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.TestSettings;
import io.lakeswarm.reconciler.testing.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The strict servers of one run, the files the reconciler reads, and the time they live in. */
final class World implements AutoCloseable {
  final VirtualTime time;
  final FakeSwarm swarm = new FakeSwarm(0);
  final FakeSparkMaster master = new FakeSparkMaster(swarm);
  final MinioWorld minio;
  final NessieWorld nessie = new NessieWorld();
  final DremioWorld dremio;
  final Deploys deploys;
  private final Path dir;

  /** Two workers that run, an empty object store, an empty catalog, no memory. */
  World(Instant start) {
    time = new VirtualTime(start);
    minio = new MinioWorld(time.world());
    dremio = new DremioWorld(time.world(), minio::opens);
    deploys = new Deploys(swarm, time.world());
    try {
      dir = Files.createTempDirectory("lakeswarm-faults");
      Path stacks = Path.of(System.getProperty("project.root"), "stacks");
      Files.copy(stacks.resolve("desired-state.yml"), dir.resolve("seed.yml"));
      String policy = Files.readString(stacks.resolve("policies/lake-readwrite.json"));
      Files.writeString(dir.resolve("lake-readwrite.json"), policy);
      Files.writeString(dir.resolve("wsl-only.json"), policy.replace("warehouse", "wsl"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    MinioWorld.rootSecrets().forEach(this::secret);
    DremioWorld.secrets().forEach(this::secret);
    secret("spark_pages_token", FakeSparkMaster.TOKEN);
    secret("aws_access_key_id", "lake-key");
    secret("aws_secret_access_key", "lake-secret");
    secret("analyst_key", "analyst-key");
    secret("analyst_secret", "analyst-secret");
    swarm.scaleByHand(2);
    swarm.advance();
    deploys.end();
  }

  /** Writes a secret file. */
  void secret(String name, String value) {
    try {
      Files.writeString(dir.resolve(name), value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<Dialect, URI> servers() {
    return Map.of(
        Dialect.DOCKER, swarm.url(),
        Dialect.SPARK, master.url(),
        Dialect.MINIO, minio.uri(),
        Dialect.NESSIE, nessie.uri(),
        Dialect.DREMIO, dremio.uri());
  }

  /** The reconciler's settings when it sees the servers at these addresses. */
  LakeswarmSettings settings(Map<Dialect, URI> seen, Duration deadline) {
    Map<String, String> values = new HashMap<>();
    values.put("lakeswarm.docker.url", seen.get(Dialect.DOCKER).toString());
    values.put("lakeswarm.docker.deadline", deadline.toString());
    values.put("lakeswarm.spark.master-url", seen.get(Dialect.SPARK).toString());
    values.put("lakeswarm.spark.deadline", deadline.toString());
    values.put("lakeswarm.minio.url", seen.get(Dialect.MINIO).toString());
    values.put("lakeswarm.minio.deadline", deadline.toString());
    values.put("lakeswarm.nessie.url", seen.get(Dialect.NESSIE).toString());
    values.put("lakeswarm.dremio.url", seen.get(Dialect.DREMIO).toString());
    values.put("lakeswarm.secrets.dir", dir.toString());
    values.put("lakeswarm.policies.dir", dir.toString());
    values.put("lakeswarm.desired.seed", dir.resolve("seed.yml").toString());
    return TestSettings.of(values);
  }

  /** Every worker has an executor. */
  void makeWorkersBusy() {
    synchronized (swarm) {
      swarm.model.tasks.forEach(task -> task.coresUsed = 1);
    }
  }

  /** What somebody does by hand; what Swarm ends for it is not the reconciler's doing. */
  void scaleByHand(int replicas) {
    synchronized (swarm) {
      swarm.scaleByHand(replicas);
      swarm.model.removedRunning.clear();
    }
  }

  /** Everything the run left behind, as text by name, without times and random names. */
  Map<String, String> content() {
    Map<String, String> all = new TreeMap<>();
    minio.content().forEach((name, value) -> all.put("minio " + name, value));
    nessie.content().forEach((name, value) -> all.put("nessie " + name, value));
    dremio.content().forEach((name, value) -> all.put("dremio " + name, value));
    deploys.content().forEach((name, value) -> all.put("service " + name, value));
    synchronized (swarm) {
      all.put("workers replicas", String.valueOf(swarm.replicas()));
      long running =
          swarm.model.tasks.stream().filter(t -> t.state == TaskState.RUNNING && t.wanted).count();
      all.put("workers running", String.valueOf(running));
      all.put("workers slots", String.valueOf(swarm.model.tasks.size()));
      all.put("drains", String.valueOf(swarm.configNames("drain").size()));
      all.put("status documents", String.valueOf(swarm.configNames("status").size()));
      TreeSet<String> states = new TreeSet<>();
      swarm
          .configSpecs("operation")
          .forEach(o -> states.add(o.path("Labels").path("lakeswarm.operation.state").asText()));
      all.put("operations", states.toString());
      for (JsonNode desired : swarm.configSpecs("desired")) {
        all.put(desired.path("Name").asText(), desired.at("/Data/document").toString());
      }
      swarm.configSpecs("status").forEach(status -> status(all, status.path("Data")));
    }
    return all;
  }

  private static void status(Map<String, String> all, JsonNode data) {
    for (JsonNode condition : data.path("conditions")) {
      all.put(
          "condition " + condition.path("type").asText(),
          condition.path("status").asText() + " " + condition.path("reason").asText());
    }
    data.path("facts")
        .fields()
        .forEachRemaining(fact -> all.put("fact " + fact.getKey(), fact.getValue().asText()));
  }

  @Override
  public void close() {
    dremio.close();
    nessie.close();
    minio.close();
    master.close();
    swarm.close();
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    minio.assertNothingBroken();
  }
}
