package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Eventually;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OnLab
@Tag("long")
@Order(10)
class EngineDeathE2E {
  private static final String WORKERS = "spark_spark-worker";
  private static final Duration NOTICED = Duration.ofMinutes(3);
  private static final Node LOST = new Node(3);

  private final Platform platform;

  EngineDeathE2E(Platform platform) {
    this.platform = platform;
  }

  @BeforeEach
  void aWorkerOnEachNode() {
    platform.workers(1);
    platform.workers(3);
    assertThat(platform.swarm().nodesOf(WORKERS)).contains(LOST.hostname());
  }

  @AfterEach
  void wellAgain() {
    platform.lab().powerOn(LOST);
    platform.awaitReady(NOTICED);
    platform.workers(2);
  }

  @Test
  void anEngineThatDiesAloneLeavesZombiesAndTheStatusSaysSo() {
    platform.lab().killEngine(LOST);
    eventually(
        "three workers elsewhere",
        () ->
            assertThat(platform.swarm().nodesOf(WORKERS))
                .hasSize(3)
                .doesNotContain(LOST.hostname()));
    eventually(
        "one worker too many is registered, and the status says so",
        () -> {
          JsonNode seen = platform.reconciler().workers();
          assertThat(seen.path("registered").asInt()).as(seen.toString()).isEqualTo(4);
          JsonNode spark = platform.reconciler().condition("SparkWorkers");
          assertThat(spark.path("reason").asText())
              .as(spark.toString())
              .isEqualTo("UnknownWorkersRegistered");
          assertThat(platform.swarm().replicas(WORKERS)).isEqualTo(3);
        });

    platform.lab().powerOn(LOST);
    platform.awaitWorkers(3, NOTICED);
  }

  private static void eventually(String what, ThrowingRunnable assertion) {
    Eventually.eventually(what, NOTICED, assertion);
  }
}
