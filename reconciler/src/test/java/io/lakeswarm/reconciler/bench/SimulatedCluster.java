package io.lakeswarm.reconciler.bench;

import static org.awaitility.Awaitility.await;

import io.lakeswarm.reconciler.minio.FakeMinio;
import io.lakeswarm.reconciler.nessie.FakeNessie;
import io.lakeswarm.reconciler.testing.FakeCluster;
import io.lakeswarm.reconciler.testing.FakeCrowd;
import io.lakeswarm.reconciler.testing.FakeSparkMaster;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Everything the reconciler talks to, on the loopback, beside as many foreign tasks as wished. */
final class SimulatedCluster implements AutoCloseable {
  private static final Path STACKS = Path.of(System.getProperty("project.root"), "stacks");

  private static final Duration QUIET = Duration.ofMillis(30);

  final FakeSwarm swarm;
  final FakeSparkMaster master;
  final FakeMinio minio = new FakeMinio();
  final FakeNessie nessie = new FakeNessie();
  private final Path secrets;

  /** Each foreign service has a hundred tasks. */
  SimulatedCluster(int nodes, int tasks) throws IOException {
    swarm = new FakeSwarm(0, new FakeCrowd(nodes, tasks / 100, tasks));
    master = new FakeSparkMaster(swarm);
    secrets = Files.createTempDirectory("lakeswarm-bench");
    Map<String, String> files =
        Map.of(
            "reconciler_token",
            FakeCluster.OPERATOR,
            "reconciler_viewer_token",
            FakeCluster.VIEWER,
            "minio_root_user",
            FakeMinio.ROOT.accessKey(),
            "minio_root_password",
            FakeMinio.ROOT.secretKey(),
            "spark_pages_token",
            FakeSparkMaster.TOKEN,
            "aws_access_key_id",
            "bench-access-key",
            "aws_secret_access_key",
            "bench-secret-key");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(secrets.resolve(file.getKey()), file.getValue());
    }
  }

  /** The settings that lead a reconciler here. */
  Map<String, String> environment() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("LAKESWARM_DOCKER_URL", swarm.url().toString());
    settings.put("LAKESWARM_SPARK_MASTER_URL", master.url().toString());
    settings.put("LAKESWARM_MINIO_URL", minio.uri().toString());
    settings.put("LAKESWARM_NESSIE_URL", nessie.uri().toString());
    settings.put("LAKESWARM_SECRETS_DIR", secrets.toString());
    settings.put("LAKESWARM_DESIRED_SEED", STACKS.resolve("desired-state.yml").toString());
    settings.put("LAKESWARM_POLICIES_DIR", STACKS.resolve("policies").toString());
    return settings;
  }

  /** Waits until the passes that the last change caused are over. */
  void awaitQuiet() {
    await("quiet")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(30))
        .until(() -> System.nanoTime() - swarm.traffic.lastCallNanos() > QUIET.toNanos());
  }

  /** Calls to everything but the engine, since the start. */
  int otherCalls() {
    return minio.calls.size() + nessie.calls.size();
  }

  @Override
  public void close() {
    nessie.close();
    minio.close();
    master.close();
    swarm.close();
  }
}
