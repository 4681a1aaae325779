package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Task;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@OnLab
@Order(10)
class NodeLossE2E {
  private static final String WORKERS = "spark_spark-worker";
  private static final Duration NOTICED = Duration.ofMinutes(3);

  /** Neither where the tests give orders nor one that two of three managers could not spare. */
  private static final Node LOST = new Node(3);

  private final Platform platform;

  NodeLossE2E(Platform platform) {
    this.platform = platform;
  }

  @BeforeEach
  void aWorkerOnEachNode() {
    platform.awaitReady(Duration.ofMinutes(2));
    platform.workers(1);
    platform.workers(3);
    assertThat(nodesOf(WORKERS)).contains(LOST.hostname());
  }

  @AfterEach
  void wellAgain() {
    platform.lab().powerOn(LOST);
    eventually("node back", () -> assertThat(condition("NodesAvailable")).isEqualTo("True"));
    platform.awaitReady(Duration.ofMinutes(3));
    platform.workers(2);
  }

  @Test
  @Order(1)
  void powerLossMovesWorkersAndLeavesPinnedServicesWaiting() {
    String pinned = "lakehouse_nessie-postgres";
    assertThat(nodesOf(pinned)).as("a pinned service on the node").contains(LOST.hostname());

    platform.lab().powerOff(LOST);

    eventually(
        "the status names the node",
        () -> {
          JsonNode nodes = platform.reconciler().condition("NodesAvailable");
          assertThat(nodes.path("status").asText()).as(nodes.toString()).isEqualTo("False");
          assertThat(nodes.path("message").asText()).contains(LOST.hostname());
        });
    eventually(
        "three workers elsewhere",
        () -> {
          assertThat(nodesOf(WORKERS)).hasSize(3).doesNotContain(LOST.hostname());
          JsonNode seen = platform.reconciler().workers();
          assertThat(seen.path("registered").asInt()).as(seen.toString()).isEqualTo(3);
        });
    eventually(
        "the pinned service waits",
        () ->
            assertThat(wanted(pinned))
                .hasSize(1)
                .allSatisfy(task -> assertThat(task.state()).isEqualTo("pending")));
    eventually(
        "the status names the service",
        () -> {
          JsonNode core = platform.reconciler().condition("CoreServices");
          assertThat(core.path("status").asText()).as(core.toString()).isEqualTo("False");
          assertThat(core.path("message").asText()).contains("nessie-postgres");
          assertThat(platform.reconciler().status().path("ready").asBoolean()).isFalse();
        });
    assertADeployIsRefused();

    platform.lab().powerOn(LOST);
    eventually(
        "the pinned service is where it was",
        () -> assertThat(nodesOf(pinned)).containsExactly(LOST.hostname()));
    assertThat(wanted(pinned)).as("copies of " + pinned).hasSize(1);
    platform.awaitWorkers(3, Duration.ofMinutes(2));
  }

  private void assertADeployIsRefused() {
    Command.Result deploy = platform.deploy().run();
    assertThat(deploy.exit()).as(deploy.toString()).isEqualTo(1);
    assertThat(deploy.all()).contains("Cannot reach the engine of " + LOST.engine());
  }

  @Test
  @Order(2)
  void anEngineThatDiesAloneLeavesZombiesAndTheStatusSaysSo() {
    platform.lab().killEngine(LOST);
    eventually(
        "three workers elsewhere",
        () -> assertThat(nodesOf(WORKERS)).hasSize(3).doesNotContain(LOST.hostname()));
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
    platform.awaitWorkers(3, Duration.ofMinutes(3));
  }

  private String condition(String type) {
    return platform.reconciler().condition(type).path("status").asText();
  }

  private List<Task> wanted(String service) {
    return platform.swarm().tasks(service).stream().filter(Task::isWanted).toList();
  }

  /** Of tasks Swarm still wants: those on a lost node are not. */
  private List<String> nodesOf(String service) {
    return platform.swarm().running(service).stream().map(Task::node).sorted().toList();
  }

  private static void eventually(String what, ThrowingRunnable assertion) {
    ConditionFactory poll =
        await(what).atMost(NOTICED).pollInterval(Duration.ofMillis(500)).ignoreExceptions();
    poll.untilAsserted(assertion);
  }
}
