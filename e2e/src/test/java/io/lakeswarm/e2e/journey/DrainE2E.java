package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Containers;
import io.lakeswarm.e2e.lab.Deaths;
import io.lakeswarm.e2e.lab.Eventually;
import io.lakeswarm.e2e.lab.ObjectStore;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Probe;
import io.lakeswarm.e2e.lab.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OnLab
@Order(7)
class DrainE2E {
  private static final String WORKERS = "spark_spark-worker";
  private static final String[] JOB = {
    "maps=8", "mapSeconds=1", "reduces=12", "reduceSeconds=4", "kilobytes=500"
  };

  private final Platform platform;

  DrainE2E(Platform platform) {
    this.platform = platform;
  }

  @BeforeEach
  void fourWorkers() {
    platform.workers(4);
  }

  @Test
  @Order(1)
  void fourToOneInTheReduceStageLosesNothing() {
    List<String> before = runningTasks();
    try (Deaths deaths = new Deaths(platform.lab(), WORKERS);
        Probe probe = new Probe(platform, 4, JOB)) {
      probe.awaitReduceStage();
      platform.reconciler().scale(1, "e2e drain");
      assertNothingLost(probe, 3);
      platform.awaitWorkers(1, Duration.ofMinutes(2));
      assertDrained(deaths, before, 3);
    }
  }

  @Test
  @Tag("long")
  @Order(2)
  void aReconcilerKilledMeanwhileFinishesAfterItsRestart() {
    List<String> before = runningTasks();
    try (Deaths deaths = new Deaths(platform.lab(), WORKERS);
        Probe probe = new Probe(platform, 4, JOB)) {
      probe.awaitReduceStage();
      platform.reconciler().scale(2, "e2e kill");
      awaitFirstDrain();
      Task reconciler = platform.swarm().only("reconciler_reconciler");
      new Containers(platform.lab(), platform.swarm()).kill(reconciler);
      await("another reconciler")
          .atMost(Eventually.SOON)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(platform.swarm().only("reconciler_reconciler").id())
                      .isNotEqualTo(reconciler.id()));
      assertNothingLost(probe, 2);
      platform.awaitWorkers(2, Duration.ofMinutes(2));
      assertDrained(deaths, before, 2);
    }
    platform.awaitReady(Eventually.SOON);
  }

  @Test
  @Order(3)
  void everyWorkerMayGoAndTheShuffleWaits() {
    String application;
    try (Probe probe = new Probe(platform, 4, JOB)) {
      probe.awaitReduceStage();
      platform.reconciler().scale(0, "e2e nobody");
      platform.awaitWorkers(0, Duration.ofMinutes(2));
      platform.reconciler().scale(2, "e2e somebody");
      application = assertNothingLost(probe, 4).path("application").asText();
    }
    // A notebook that idles may have some of its own there.
    assertThat(new ObjectStore(platform).keys("wsl", "shuffle/" + application))
        .as("blocks left over of " + application)
        .noneMatch(key -> key.endsWith(".data"));
  }

  @Test
  @Tag("long")
  @Order(4)
  void aDeployMeanwhileEndsNoTask() {
    try (Probe probe = new Probe(platform, 4, JOB)) {
      probe.awaitReduceStage();
      Map<String, List<String>> tasks = platformTasks();
      platform.deploy().run().orThrow();
      assertThat(platformTasks()).isEqualTo(tasks);
      assertNothingLost(probe, 0);
    }
    platform.workers(2);
  }

  private Map<String, List<String>> platformTasks() {
    return platform.swarm().placement().entrySet().stream()
        .filter(entry -> !entry.getKey().startsWith("lakeswarm-job-"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** A drain is stored as a config before the worker is told. */
  private void awaitFirstDrain() {
    await("a drain")
        .atMost(Eventually.SOON)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () ->
                assertThat(platform.swarm().objects("config"))
                    .anyMatch(line -> line.contains("lakeswarm-drain-")));
  }

  private JsonNode assertNothingLost(Probe probe, int executorsGone) {
    JsonNode result = probe.result();
    System.out.println("e2e: shuffle probe " + result);
    assertThat(result.path("records")).as(probe.output()).isEqualTo(result.path("expected"));
    assertThat(result.path("failedTasks").asInt()).as("failed tasks: " + probe.output()).isZero();
    assertThat(result.path("retriedStages").asInt()).as("retries: " + probe.output()).isZero();
    assertThat(result.path("executorsRemoved").asInt())
        .as("executors gone: " + probe.output())
        .isLessThanOrEqualTo(executorsGone);
    return result;
  }

  private void assertDrained(Deaths deaths, List<String> before, int count) {
    await(count + " ended workers")
        .atMost(Eventually.SOON)
        .untilAsserted(() -> assertThat(deaths.seen()).hasSize(count));
    assertThat(deaths.seen())
        .as("only workers that were there before, each drained")
        .allSatisfy(
            death -> {
              assertThat(death.exitCode()).isZero();
              assertThat(before).contains(death.task());
            });
    List<String> left = new ArrayList<>(before);
    deaths.seen().forEach(death -> left.remove(death.task()));
    assertThat(runningTasks()).as("the workers that were not drained").isEqualTo(left);
  }

  private List<String> runningTasks() {
    return platform.swarm().running(WORKERS).stream().map(Task::id).sorted().toList();
  }
}
