package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Eventually;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@OnLab
@Order(9)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriftE2E {
  private static final String REPAIRED = "lakehouse_minio";
  private static final String REPORTED = "edge_registry";

  /** A change that restarts tasks is undone once Swarm has watched it for as long as it is told. */
  private static final Duration ROLLED_OUT = Duration.ofMinutes(3);

  private final Platform platform;
  private ObjectNode kit;
  private Map<String, List<String>> tasks;

  DriftE2E(Platform platform) {
    this.platform = platform;
  }

  @BeforeEach
  void minioIsRepairedTheRestReported() {
    if (kit == null) {
      kit = platform.reconciler().desired();
    }
    platform.reconciler().declareDrift("default", "report");
    platform.reconciler().declareDrift("minio", "repair");
    converged();
    platform.awaitRest(ROLLED_OUT);
    tasks = platform.swarm().lastingPlacement();
  }

  @AfterAll
  void asBefore() {
    platform.reconciler().replace(kit);
    platform.awaitReady(Eventually.SOON);
  }

  @Test
  @Order(1)
  void aLabelByHandIsUndoneAndNoTaskEnds() {
    String undone = undone("--label-add", "lakeswarm.test=1");
    assertThat(platform.swarm().lastingPlacement()).as(undone).isEqualTo(tasks);
  }

  /** One roll-out of Swarm's, seen field by field while it lasts. */
  @Test
  @Order(2)
  void everyFieldByHandIsShownAndUndone() {
    String image = image(REPAIRED);
    String shown =
        undone(
            "--env-add",
            "FOO=bar",
            "--limit-memory",
            "900M",
            "--mount-add",
            "type=tmpfs,target=/scratch",
            "--network-add",
            "edge_registry",
            "--image",
            retagged(REPAIRED));
    assertThat(shown)
        .contains("env FOO: bar -> (absent)", "limits.memory", "mount /scratch")
        .contains("network edge_registry", "image", "-byhand -> ");
    assertThat(image(REPAIRED)).isEqualTo(image);
    settled(REPAIRED);
    assertOthersLivedOn(REPAIRED);
  }

  /** Changes the service; what the plan said until all is as deployed, once and by one repair. */
  private String undone(String... change) {
    double before = drifts("minio");
    update(REPAIRED, change);
    Set<String> byHand = new LinkedHashSet<>();
    await("repaired")
        .atMost(ROLLED_OUT)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              plan().forEach(entry -> byHand.add(entry.path("detail").asText()));
              assertThat(platform.reconciler().condition("ServiceDrift").path("reason").asText())
                  .isEqualTo("AsDeployed");
              assertThat(plan()).isEmpty();
              assertThat(drifts("minio")).isEqualTo(before + 1);
            });
    return byHand.toString();
  }

  @Test
  @Order(3)
  void aChangedNumberIsUndoneAndTheFirstTaskLives() {
    platform.lab().docker(Node.FIRST, "service", "scale", "-d", REPAIRED + "=2").orThrow();
    await("one again")
        .atMost(Eventually.SOON)
        .untilAsserted(() -> assertThat(platform.swarm().replicas(REPAIRED)).isEqualTo(1));
    await("no task more")
        .atMost(Eventually.SOON)
        .untilAsserted(() -> assertThat(platform.swarm().lastingPlacement()).isEqualTo(tasks));
    converged();
  }

  @Test
  @Order(4)
  void whereReportIsDeclaredTheDifferenceIsShownAndLeft() {
    Task before = platform.swarm().only(REPORTED);
    update(REPORTED, "--env-add", "API_TOKEN=hunter2", "--label-add", "lakeswarm.test=1");
    await("reported")
        .atMost(Eventually.SOON)
        .untilAsserted(
            () ->
                assertThat(plan())
                    .singleElement()
                    .satisfies(
                        entry -> {
                          assertThat(entry.path("action").asText()).isEqualTo("report");
                          assertThat(entry.path("target").asText()).isEqualTo("service:registry");
                          assertThat(entry.path("detail").asText())
                              .isEqualTo(
                                  "env API_TOKEN: (hidden) -> (absent);"
                                      + " label lakeswarm.test: 1 -> (absent)");
                        }));
    settled(REPORTED);
    assertThat(platform.swarm().only(REPORTED).id()).isNotEqualTo(before.id());
    assertThat(platform.reconciler().status().path("ready").asBoolean()).isTrue();
    assertOthersLivedOn(REPORTED);
    update(REPORTED, "--env-rm", "API_TOKEN", "--label-rm", "lakeswarm.test");
    settled(REPORTED);
    converged();
  }

  /** The person who declares it differently gets what was declared, at once. */
  @Test
  @Order(5)
  void whatIsDeclaredCountsFromThatMomentOn() {
    platform.reconciler().declareDrift("minio", "report");
    update(REPAIRED, "--label-add", "lakeswarm.test=2");
    await("reported")
        .atMost(Eventually.SOON)
        .untilAsserted(
            () ->
                assertThat(plan())
                    .singleElement()
                    .satisfies(
                        entry ->
                            assertThat(entry.path("cause").asText()).isEqualTo("drift: report")));
    platform.reconciler().declareDrift("minio", "repair");
    converged();
    assertThat(platform.swarm().lastingPlacement()).isEqualTo(tasks);
  }

  /** It writes the stack files again, a hand-made image too, and records what it made. */
  @Test
  @Order(6)
  void aDeployUndoesWhatWasReportedAndMakesNoNewRecord() {
    String image = image(REPORTED);
    update(REPORTED, "--image", retagged(REPORTED));
    settled(REPORTED);
    List<String> records = records();
    Command.Result deploy = platform.deploy().run().orThrow();
    assertThat(image(REPORTED)).as(deploy.toString()).isEqualTo(image);
    assertThat(records()).as(deploy.toString()).isEqualTo(records);
    settled(REPORTED);
    converged();
    assertOthersLivedOn(REPORTED);
  }

  /** Declared so, a reconciler that took the deploy for drift would undo it. */
  @Test
  @Order(7)
  void aDeployThatChangesServicesIsNotUndone() {
    platform.reconciler().declareDrift("default", "repair");
    List<String> records = records();
    platform.deploy().with(Map.of("SPARK_WORKER_CPU_LIMIT", "1.5")).run().orThrow();
    assertThat(cpus()).isEqualTo(1_500_000_000L);
    converged();
    assertThat(cpus()).isEqualTo(1_500_000_000L);
    assertThat(records()).hasSize(2).isNotEqualTo(records);

    platform.deploy().run().orThrow();
    converged();
    assertThat(cpus()).isEqualTo(2_000_000_000L);
    assertThat(records()).as("the newest two").hasSize(2);
  }

  private long cpus() {
    return platform
        .swarm()
        .service("spark_spark-worker")
        .at("/Spec/TaskTemplate/Resources/Limits/NanoCPUs")
        .asLong();
  }

  private void update(String service, String... change) {
    List<String> words = new ArrayList<>(List.of("service", "update", "-d", "-q"));
    words.add("--no-resolve-image");
    words.addAll(List.of(change));
    words.add(service);
    platform.lab().docker(Node.FIRST, words.toArray(String[]::new)).orThrow();
  }

  /** The same image under another tag, on the one node where the service may run. */
  private String retagged(String service) {
    String image = image(service);
    Node node = Node.named(platform.swarm().only(service).node());
    platform.lab().docker(node, "tag", image, image + "-byhand").orThrow();
    return image + "-byhand";
  }

  private String image(String service) {
    return platform.swarm().service(service).at("/Spec/TaskTemplate/ContainerSpec/Image").asText();
  }

  private void settled(String service) {
    await(service + " settled")
        .atMost(ROLLED_OUT)
        .untilAsserted(
            () -> {
              assertThat(
                      platform
                          .swarm()
                          .service(service)
                          .at("/UpdateStatus/State")
                          .asText("completed"))
                  .isEqualTo("completed");
              assertThat(platform.swarm().running(service)).hasSize(1);
            });
  }

  private void converged() {
    await("nothing to do")
        .atMost(ROLLED_OUT)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              assertThat(plan()).isEmpty();
              assertThat(platform.reconciler().condition("ServiceDrift").path("reason").asText())
                  .isEqualTo("AsDeployed");
            });
  }

  private void assertOthersLivedOn(String service) {
    Map<String, List<String>> now = platform.swarm().lastingPlacement();
    TreeSet<String> others = new TreeSet<>(tasks.keySet());
    others.remove(service);
    assertThat(others.stream().collect(Collectors.toMap(name -> name, now::get)))
        .isEqualTo(others.stream().collect(Collectors.toMap(name -> name, tasks::get)));
  }

  private List<JsonNode> plan() {
    List<JsonNode> entries = new ArrayList<>();
    platform.reconciler().read("plan").forEach(entries::add);
    return entries;
  }

  private double drifts(String service) {
    return platform
        .reconciler()
        .metric("lakeswarm_drift_detected_total", Map.of("resource", service));
  }

  private List<String> records() {
    return platform.swarm().objects("config").stream()
        .filter(line -> line.contains("lakeswarm-baseline-") || line.contains("lakeswarm-deploy-"))
        .toList();
  }
}
