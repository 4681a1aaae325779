package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Deaths;
import io.lakeswarm.e2e.lab.Eventually;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@OnLab
@Order(3)
class ScaleE2E {
  private static final String WORKERS = "spark_spark-worker";

  private final Platform platform;

  ScaleE2E(Platform platform) {
    this.platform = platform;
  }

  @BeforeEach
  void twoWorkers() {
    platform.workers(2);
  }

  @Test
  @Order(1)
  void twoFourTwo() {
    long started = System.nanoTime();
    String up = platform.reconciler().scale(4, "e2e");
    platform.awaitWorkers(4, Eventually.SOON);
    long millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
    System.out.println("e2e: PUT 2 -> 4 registered after " + millis + " ms");
    assertSucceeded(up, 2, 4);

    try (Deaths deaths = new Deaths(platform.lab(), WORKERS)) {
      String down = platform.reconciler().scale(2, "e2e");
      platform.awaitWorkers(2, Eventually.SOON);
      assertSucceeded(down, 4, 2);
      await("two ends")
          .atMost(Eventually.SOON)
          .untilAsserted(
              () ->
                  assertThat(deaths.seen())
                      .hasSize(2)
                      .allSatisfy(death -> assertThat(death.exitCode()).isZero()));
    }
  }

  private void assertSucceeded(String operation, int from, int to) {
    await("operation " + operation)
        .atMost(Eventually.SOON)
        .untilAsserted(
            () -> {
              JsonNode seen = platform.reconciler().read("operations/" + operation);
              assertThat(seen.path("state").asText()).as(seen.toString()).isEqualTo("Succeeded");
              assertThat(seen.path("from").asInt()).as(seen.toString()).isEqualTo(from);
              assertThat(seen.path("to").asInt()).as(seen.toString()).isEqualTo(to);
              assertThat(seen.path("steps")).as(seen.toString()).isNotEmpty();
            });
  }

  @Test
  @Order(2)
  void aHandMadeScaleUpIsUndone() {
    double before = writes();
    scaleByHand(3);
    awaitReplicas(2);
    platform.awaitWorkers(2, Eventually.SOON);
    assertThat(writes()).as("lakeswarm_actions_total").isGreaterThan(before);
  }

  @Test
  @Order(3)
  void aHandMadeScaleDownIsRestored() {
    double before = writes();
    scaleByHand(1);
    awaitReplicas(2);
    platform.awaitWorkers(2, Eventually.SOON);
    assertThat(writes()).as("lakeswarm_actions_total").isGreaterThan(before);
    assertThat(platform.reconciler().metric("lakeswarm_drift_detected_total", Map.of()))
        .as("drift seen")
        .isPositive();
  }

  /** Swarm counts a completed slot as filled until it has removed it, some moments later. */
  @Test
  @Order(4)
  void aScaleUpRightAfterAScaleDownStartsWorkers() {
    platform.workers(4);
    platform.reconciler().scale(2, "e2e");
    awaitReplicas(2);
    platform.reconciler().scale(4, "e2e");
    platform.awaitWorkers(4, Eventually.SOON);
  }

  private double writes() {
    return platform
        .reconciler()
        .metric("lakeswarm_actions_total", Map.of("action", "scale", "outcome", "applied"));
  }

  private void scaleByHand(int replicas) {
    platform.lab().docker(Node.FIRST, "service", "scale", "-d", WORKERS + "=" + replicas).orThrow();
  }

  private void awaitReplicas(int count) {
    await("replicas " + count)
        .atMost(Eventually.SOON)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(platform.swarm().replicas(WORKERS)).isEqualTo(count));
  }
}
