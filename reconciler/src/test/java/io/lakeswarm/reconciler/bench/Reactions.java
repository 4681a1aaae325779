package io.lakeswarm.reconciler.bench;

import static org.awaitility.Awaitility.await;

import io.lakeswarm.reconciler.testing.FakeSwarm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** From a hand-made change, at the engine, to the correction being accepted, at the engine. */
final class Reactions {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final SimulatedCluster cluster;
  private final FakeSwarm swarm;
  private final int desired;

  Reactions(SimulatedCluster cluster, int desired) {
    this.cluster = cluster;
    this.swarm = cluster.swarm;
    this.desired = desired;
  }

  /** Milliseconds, sorted. */
  List<Double> measure(int rounds) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      // The passes that follow a correction are over, so that each round begins alike.
      cluster.awaitQuiet();
      long changed = System.nanoTime();
      swarm.scaleByHand(desired + 1);
      await("correction")
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .atMost(SOON)
          .until(() -> swarm.replicas() == desired);
      millis.add((swarm.traffic.lastWriteNanos() - changed) / 1e6);
    }
    return millis.stream().sorted().toList();
  }
}
