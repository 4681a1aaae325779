package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Eventually;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Running;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@OnLab
@Order(1)
class DeployE2E {
  private static final Map<String, String> PINNED =
      Map.of(
          "registry", "edge_registry",
          "minio", "lakehouse_minio",
          "nessie-postgres", "lakehouse_nessie-postgres",
          "spark-master", "spark_spark-master");

  private final Platform platform;

  DeployE2E(Platform platform) {
    this.platform = platform;
  }

  @Test
  @Order(1)
  void endsWithTheUrlTableAndAReadyPlatform(Command.Result deploy) {
    assertThat(deploy.out())
        .contains("ready")
        .contains("http://10.99.0.11:9001", "http://10.99.0.11:19120")
        .contains("http://10.99.0.11:18080", "http://10.99.0.11:8088", "http://10.99.0.11:9047")
        .contains("http://10.99.0.11:8080")
        .contains("make credentials");
    JsonNode status = platform.reconciler().status();
    assertThat(status.path("ready").asBoolean()).as(status.toPrettyString()).isTrue();
    assertThat(platform.reconciler().read("plan")).as("plan of a converged platform").isEmpty();
  }

  @Test
  @Order(2)
  void servicesAreSpreadAndStatefulOnesPinned() {
    TreeSet<String> used = new TreeSet<>();
    platform
        .swarm()
        .services()
        .forEach(s -> platform.swarm().running(s).forEach(task -> used.add(task.node())));
    assertThat(used).containsExactly("lsnode1", "lsnode2", "lsnode3");
    assertThat(platform.swarm().nodesOf("edge_gateway"))
        .containsExactly("lsnode1", "lsnode2", "lsnode3");

    Map<String, JsonNode> nodes = platform.swarm().nodes();
    PINNED.forEach(
        (name, service) -> {
          String label = "lakeswarm." + name;
          List<String> holders =
              nodes.entrySet().stream()
                  .filter(n -> n.getValue().at("/Spec/Labels").path(label).asText().equals("true"))
                  .map(Map.Entry::getKey)
                  .toList();
          assertThat(holders).as("nodes labelled " + label).hasSize(1);
          assertThat(platform.swarm().nodesOf(service))
              .as("nodes of " + service)
              .isEqualTo(holders);
          assertThat(
                  platform
                      .swarm()
                      .service(service)
                      .at("/Spec/TaskTemplate/Placement/Constraints")
                      .toString())
              .as("constraints of " + service)
              .contains("node.labels." + label);
        });
    assertThat(
            PINNED.values().stream()
                .flatMap(s -> platform.swarm().nodesOf(s).stream())
                .collect(Collectors.toSet()))
        .as("nodes that hold state")
        .hasSize(3);
  }

  @Test
  @Order(3)
  void aSecondDeployChangesNothing() {
    List<String> objects = objects();
    Map<String, List<String>> tasks = platform.swarm().placement();
    Command.Result deploy = platform.deploy().run().orThrow();
    assertThat(platform.swarm().placement()).as(deploy.toString()).isEqualTo(tasks);
    assertThat(objects()).as(deploy.toString()).isEqualTo(objects);
  }

  @Test
  @Order(4)
  void noMoreDoesOneAtFourWorkersOrWhileAnotherRuns() {
    platform.workers(4);
    List<String> objects = objects();
    Map<String, List<String>> tasks = platform.swarm().placement();
    try (Running first = platform.deploy().start()) {
      Awaitility.await("the first deploy at work")
          .atMost(Eventually.SOON)
          .until(() -> first.output().contains("host and engine"));
      Command.Result second = platform.deploy().run();
      assertThat(second.exit()).as(second.toString()).isEqualTo(1);
      assertThat(second.err())
          .contains("Cannot deploy: another deploy runs in this checkout")
          .contains("Wait for it to end");
      first.await().orThrow();
    }
    assertThat(platform.swarm().placement()).isEqualTo(tasks);
    assertThat(objects()).isEqualTo(objects);
    platform.workers(2);
  }

  @Test
  @Order(5)
  void anEngineThatIsDownIsNamed() {
    Command.Result deploy =
        platform.deploy().with(Map.of("NODES", "unix:///run/nobody-listens.sock=10.99.0.99")).run();
    assertThat(deploy.exit()).as(deploy.toString()).isEqualTo(1);
    assertThat(deploy.all())
        .contains("Cannot reach the engine of unix:///run/nobody-listens.sock")
        .contains("Check that the host is up");
    assertThat(platform.swarm().nodes()).hasSize(3);
  }

  @Test
  @Order(6)
  void withoutTheRegistryAllGoesOnAndTheNextDeployBringsItBack() {
    platform.lab().docker(Node.FIRST, "service", "scale", "edge_registry=0").orThrow();

    platform.workers(4);
    Map<String, List<String>> tasks = platform.swarm().placement();
    Command.Result push =
        platform.script("stacks/deploy.sh", "push").with(Map.of("PUSH_TIMEOUT", "0")).run();
    assertThat(push.exit()).as(push.toString()).isEqualTo(1);
    assertThat(push.err())
        .contains("Cannot push", "to the registry at 127.0.0.1:5001")
        .contains("make logs S=registry");

    platform.deploy().run().orThrow();
    Map<String, List<String>> after = platform.swarm().placement();
    assertThat(after.get("edge_registry")).hasSize(1);
    after.remove("edge_registry");
    tasks.remove("edge_registry");
    assertThat(after).isEqualTo(tasks);
    platform.workers(2);
  }

  /** Once two looks in a row agree: a new status is stored before the old one is removed. */
  private List<String> objects() {
    AtomicReference<List<String>> last = new AtomicReference<>(List.of());
    Awaitility.await("objects at rest")
        .atMost(Eventually.SOON)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              List<String> now = lookAtObjects();
              return now.equals(last.getAndSet(now));
            });
    return last.get();
  }

  private List<String> lookAtObjects() {
    return platform.swarm().objects("config", "secret", "network", "service");
  }
}
