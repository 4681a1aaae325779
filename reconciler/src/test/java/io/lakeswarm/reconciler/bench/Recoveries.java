package io.lakeswarm.reconciler.bench;

import static org.awaitility.Awaitility.await;

import io.lakeswarm.reconciler.minio.FakeMinio;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import java.time.Duration;
import java.util.TreeMap;

/** Takes a part of the platform away and brings it back; how long the proof that it works takes. */
final class Recoveries {
  private static final Duration SOON = Duration.ofMinutes(2);

  private final SimulatedCluster cluster;
  private final Jvm jvm;

  Recoveries(SimulatedCluster cluster, Jvm jvm) {
    this.cluster = cluster;
    this.jvm = jvm;
  }

  /** The volume is lost; counted from the first healthy answer. */
  double minio() {
    return seconds(
        "MinioBootstrap",
        () -> {
          cluster.minio.phase = FakeMinio.Phase.STARTING;
          cluster.minio.storage.replaceVolume();
        },
        () -> cluster.minio.phase = FakeMinio.Phase.UP);
  }

  /** The database is empty when it comes back. */
  double nessie() {
    return seconds(
        "NessieBootstrap",
        () -> {
          cluster.nessie.broken = true;
          cluster.nessie.branches.put("main", new TreeMap<>());
        },
        () -> cluster.nessie.broken = false);
  }

  /** The managers have no leader for a while. */
  double swarm() {
    return seconds(
        "SwarmReachable",
        () -> cluster.swarm.behave(FakeSwarm.Mode.NO_LEADER),
        () -> cluster.swarm.behave(FakeSwarm.Mode.WELL));
  }

  private double seconds(String condition, Runnable lose, Runnable comeBack) {
    lose.run();
    jvm.post("/api/v1/reconcile");
    awaitCondition(condition, false);
    long back = System.nanoTime();
    comeBack.run();
    awaitCondition(condition, true);
    return (System.nanoTime() - back) / 1e9;
  }

  private void awaitCondition(String condition, boolean holds) {
    await(condition + " " + holds)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(SOON)
        .until(() -> Metrics.of(jvm).isTrue(condition) == holds);
  }
}
