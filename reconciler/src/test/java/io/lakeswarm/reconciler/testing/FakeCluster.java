package io.lakeswarm.reconciler.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the fakes before the application and points its settings at them. */
public final class FakeCluster implements QuarkusTestResourceLifecycleManager {
  public static final String OPERATOR = "operator-token-for-tests";
  public static final String VIEWER = "viewer-token-for-tests";

  private static volatile FakeSwarm swarm;
  private static volatile FakeSparkMaster master;
  private static volatile Path secrets;

  public static FakeSwarm swarm() {
    return swarm;
  }

  /** What a client of the API can change. The loops write conditions and facts at any time. */
  public static List<Object> requested() {
    return List.of(swarm.configNames("desired"), swarm.configNames("operation"), swarm.replicas());
  }

  public static FakeSparkMaster master() {
    return master;
  }

  /** Where the tokens are, so that a test can rotate them. */
  public static Path secrets() {
    return secrets;
  }

  @Override
  public Map<String, String> start() {
    swarm = new FakeSwarm(0);
    master = new FakeSparkMaster(swarm);
    try {
      Path dir = Files.createTempDirectory("lakeswarm-test");
      Files.writeString(dir.resolve("reconciler_token"), OPERATOR + "\n");
      Files.writeString(dir.resolve("reconciler_viewer_token"), VIEWER + "\n");
      Files.writeString(dir.resolve("spark_pages_token"), FakeSparkMaster.TOKEN);
      Path seed = Path.of(System.getProperty("project.root"), "stacks", "desired-state.yml");
      Map<String, String> settings = new HashMap<>();
      settings.put("lakeswarm.docker.url", swarm.url().toString());
      settings.put("lakeswarm.docker.deadline", "5s");
      settings.put("lakeswarm.spark.master-url", master.url().toString());
      settings.put("lakeswarm.secrets.dir", dir.toString());
      settings.put("lakeswarm.desired.seed", seed.toString());
      settings.put("lakeswarm.minio.url", "http://127.0.0.1:1");
      settings.put("lakeswarm.nessie.url", "http://127.0.0.1:1");
      settings.put("lakeswarm.dremio.url", "http://127.0.0.1:1");
      settings.put("lakeswarm.airflow.url", "http://127.0.0.1:1");
      // No client of the tests; an address, for a name would be asked of the host's DNS.
      settings.put("lakeswarm.gateway.host", "192.0.2.1");
      settings.put("lakeswarm.resync", "2s");
      settings.put("lakeswarm.events.keep-alive", "1s");
      for (String kind : List.of("writes", "reads", "failures")) {
        settings.put("lakeswarm.limits." + kind + ".per-minute", "1000000");
        settings.put("lakeswarm.limits." + kind + ".burst", "1000000");
      }
      secrets = dir;
      return settings;
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
