package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.dashboards.Prometheus;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Eventually;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One node without power, looked at from all sides; then it comes back. */
@OnLab
@Order(10)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PowerLossE2E {
  private static final String WORKERS = "spark_spark-worker";
  private static final String PINNED = "lakehouse_nessie-postgres";
  private static final Duration NOTICED = Duration.ofMinutes(3);

  /** Neither where the tests give orders nor one that two of three managers could not spare. */
  private static final Node LOST = new Node(3);

  private final Platform platform;
  private Prometheus prometheus;

  PowerLossE2E(Platform platform) {
    this.platform = platform;
  }

  @BeforeAll
  void aNodeWithAWorkerAndAPinnedServiceLosesPower() {
    prometheus =
        new Prometheus(
            platform.url(Node.FIRST, 9090), "admin", platform.secret("gateway_password"));
    platform.awaitReady(Duration.ofMinutes(2));
    platform.workers(1);
    platform.workers(3);
    assertThat(platform.swarm().nodesOf(WORKERS)).contains(LOST.hostname());
    assertThat(platform.swarm().nodesOf(PINNED)).contains(LOST.hostname());
    platform.lab().powerOff(LOST);
  }

  @AfterAll
  void wellAgain() {
    platform.lab().powerOn(LOST);
    platform.awaitReady(NOTICED);
    platform.workers(2);
  }

  @Test
  @Order(1)
  void theStatusNamesTheNode() {
    eventually(
        "named",
        () -> {
          JsonNode nodes = platform.reconciler().condition("NodesAvailable");
          assertThat(nodes.path("status").asText()).as(nodes.toString()).isEqualTo("False");
          assertThat(nodes.path("message").asText()).contains(LOST.hostname());
        });
  }

  @Test
  @Order(2)
  void asManyWorkersRunElsewhere() {
    eventually(
        "three workers elsewhere",
        () -> {
          assertThat(platform.swarm().nodesOf(WORKERS)).hasSize(3).doesNotContain(LOST.hostname());
          JsonNode seen = platform.reconciler().workers();
          assertThat(seen.path("registered").asInt()).as(seen.toString()).isEqualTo(3);
        });
  }

  @Test
  @Order(3)
  void aPinnedServiceWaitsAndIsNamed() {
    eventually(
        "waits",
        () ->
            assertThat(platform.swarm().wanted(PINNED))
                .hasSize(1)
                .allSatisfy(task -> assertThat(task.state()).isEqualTo("pending")));
    eventually(
        "named",
        () -> {
          JsonNode core = platform.reconciler().condition("CoreServices");
          assertThat(core.path("status").asText()).as(core.toString()).isEqualTo("False");
          assertThat(core.path("message").asText()).contains("nessie-postgres");
          assertThat(platform.reconciler().status().path("ready").asBoolean()).isFalse();
        });
  }

  @Test
  @Order(4)
  void aDeployIsRefused() {
    Command.Result deploy = platform.deploy().run();
    assertThat(deploy.exit()).as(deploy.toString()).isEqualTo(1);
    assertThat(deploy.all()).contains("Cannot reach the engine of " + LOST.engine());
  }

  @Test
  @Order(5)
  void itShowsAsDownNotVanishedAndItsAlertFires() {
    eventually(
        "alerted",
        () -> {
          String up = "up{job=\"node\",instance=\"" + LOST.hostname() + "\"}";
          assertThat(prometheus.query(up)).as("the lost node").hasSize(1);
          assertThat(prometheus.value(up)).isZero();
          assertThat(prometheus.query(firing())).hasSize(1);
        });
  }

  @Test
  @Order(6)
  void withPowerAgainAllIsAsBefore() {
    platform.lab().powerOn(LOST);
    eventually(
        "the pinned service where it was",
        () -> assertThat(platform.swarm().nodesOf(PINNED)).containsExactly(LOST.hostname()));
    assertThat(platform.swarm().wanted(PINNED)).as("copies of " + PINNED).hasSize(1);
    platform.awaitWorkers(3, Duration.ofMinutes(2));
    eventually("resolved", () -> assertThat(prometheus.query(firing())).isEmpty());
    platform.awaitReady(NOTICED);
  }

  private static String firing() {
    return "ALERTS{alertname=\"NodeDown\",alertstate=\"firing\",instance=\"%s\"}"
        .formatted(LOST.hostname());
  }

  private static void eventually(String what, ThrowingRunnable assertion) {
    Eventually.eventually(what, NOTICED, assertion);
  }
}
