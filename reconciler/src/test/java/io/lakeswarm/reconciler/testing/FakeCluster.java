package io.lakeswarm.reconciler.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Starts the fakes before the application and points its settings at them. */
public final class FakeCluster implements QuarkusTestResourceLifecycleManager {
  public static final String OPERATOR = "operator-token-for-tests";
  public static final String VIEWER = "viewer-token-for-tests";

  private static volatile FakeSwarm swarm;
  private static volatile FakeSparkMaster master;

  public static FakeSwarm swarm() {
    return swarm;
  }

  public static FakeSparkMaster master() {
    return master;
  }

  @Override
  public Map<String, String> start() {
    swarm = new FakeSwarm(0);
    master = new FakeSparkMaster(swarm);
    try {
      Path dir = Files.createTempDirectory("lakeswarm-test");
      Files.writeString(dir.resolve("reconciler_token"), OPERATOR + "\n");
      Files.writeString(dir.resolve("reconciler_viewer_token"), VIEWER + "\n");
      Path seed = Path.of(System.getProperty("project.root"), "stacks", "desired-state.yml");
      return Map.of(
          "lakeswarm.docker.url",
          swarm.url().toString(),
          "lakeswarm.docker.deadline",
          "1s",
          "lakeswarm.spark.master-url",
          master.url().toString(),
          "lakeswarm.secrets.dir",
          dir.toString(),
          "lakeswarm.desired.seed",
          seed.toString(),
          "lakeswarm.minio.url",
          "http://127.0.0.1:1",
          "lakeswarm.nessie.url",
          "http://127.0.0.1:1",
          "lakeswarm.resync",
          "2s");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    master.close();
    swarm.close();
  }
}
