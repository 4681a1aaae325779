package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Breweries;
import io.lakeswarm.e2e.lab.BrowserTests;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Lake;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.Notebooks;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Reconciler;
import io.lakeswarm.e2e.lab.Running;
import io.lakeswarm.e2e.lab.Snapshot;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OnLab
@Order(6)
class NotebooksE2E {
  private static final Duration JOB = Duration.ofMinutes(6);

  /**
   * Computes on both cores until told to rest, idles until told to go on, computes once more.
   * Counts as idle sooner than the kernels' configuration has it; that it does is what is tested.
   */
  private static final String TWO_CORES =
      """
      import os, time
      from pyspark.sql import SparkSession
      idle = {"spark.dynamicAllocation." + key: "15s" for key in ("executorIdleTimeout", "shuffleTracking.timeout")}
      spark = SparkSession.builder.appName("notebook").config(map={"spark.cores.max": "2", **idle}).getOrCreate()
      count = lambda: spark.range(0, 400, 1, 4).rdd.map(lambda row: time.sleep(0.05)).count()
      while not os.path.exists("/tmp/rest"): print("counted", count())
      print("resting")
      while not os.path.exists("/tmp/go-on"): time.sleep(0.2)
      print("again", spark.createDataFrame([("a", 1), ("b", 2)], ["k", "v"]).count())
      """;

  private static final String ON_THE_CLUSTER =
      """
      from pyspark.sql import SparkSession
      spark = SparkSession.builder.appName("browser").getOrCreate()
      spark.range(1000).selectExpr("sum(id)").first()[0]\
      """;

  private final Platform platform;
  private final Lake lake;
  private final Notebooks notebooks;

  NotebooksE2E(Platform platform) {
    this.platform = platform;
    this.lake = new Lake(platform);
    this.notebooks = new Notebooks(platform);
  }

  @BeforeEach
  void thereAreTwoWorkersAndTables() {
    platform.workers(2);
    if (!lake.tables().contains("gold.breweries_by_country_and_type")) {
      try (Breweries api = new Breweries(Snapshot.file())) {
        lake.pipeline(api.url()).run().orThrow();
      }
    }
  }

  @Test
  @Order(1)
  void theWorkedNotebooksRunTopToBottom() {
    JsonNode explore = notebooks.execute("explore.ipynb");
    assertThat(Notebooks.text(explore))
        .contains("breweries_by_country_and_type", "valid_from: timestamp", "United States");
    assertThat(Notebooks.savePictures("explore", explore)).as("plots").isEqualTo(2);

    JsonNode travel = notebooks.execute("time-travel.ipynb");
    assertThat(Notebooks.text(travel)).contains("try_out", "Atlantis", "Merged try_out at");
  }

  @Test
  @Order(2)
  void theyRunAgainAndLeaveNothingBehind() {
    notebooks.execute("time-travel.ipynb");
    assertThat(lake.references()).containsExactly("main");
    assertThat(lake.namespaces()).doesNotContain("notebooks");
    assertThat(lake.tables()).noneMatch(table -> table.startsWith("notebooks."));
  }

  @Test
  @Order(3)
  void somebodysOwnEditsSurviveANewTask() {
    notebooks.shell("rm explore.ipynb; echo mine >time-travel.ipynb; echo mine >own.txt");
    platform
        .lab()
        .client(Node.FIRST, "service", "update", "--quiet", "--force", Notebooks.SERVICE)
        .within(JOB)
        .run()
        .orThrow();
    assertThat(notebooks.shell("cat time-travel.ipynb own.txt; ls"))
        .startsWith("mine\nmine\n")
        .contains("explore.ipynb");
    notebooks.shell("cp /opt/lakeswarm/notebooks/*.ipynb . && rm own.txt");
  }

  @Test
  @Tag("long")
  @Order(4)
  void anIdleNotebookLetsAJobHaveItsCores() {
    notebooks.shell("rm -f /tmp/rest /tmp/go-on");
    try (Running notebook = notebooks.python(TWO_CORES).start()) {
      await("the notebook computes on both cores")
          .atMost(Duration.ofMinutes(3))
          .until(() -> notebook.output().contains("counted 400") && cores("notebook") == 2);
      try (Running gold = gold().start()) {
        await("the job says who holds the cores")
            .atMost(Duration.ofMinutes(3))
            .until(
                () -> gold.all().contains("Waiting for cores: 0 of 2 cores free; notebook (app-"));
        notebooks.shell("touch /tmp/rest");
        assertThat(gold.await().orThrow().all()).contains("holds 2.", "An executor came after");
      }
      await("no core is left to the idle notebook")
          .atMost(Duration.ofMinutes(2))
          .until(() -> cores("notebook") == 0);
      notebooks.shell("touch /tmp/go-on");
      assertThat(notebook.await().orThrow().out()).contains("again 2");
    } finally {
      notebooks.shell("touch /tmp/rest /tmp/go-on");
    }
  }

  @Test
  @Order(5)
  void aCellRunsInTheBrowserThroughEveryNode() {
    try {
      runACell(Node.FIRST, ON_THE_CLUSTER, "499500");
      Node.ALL.stream().skip(1).forEach(node -> runACell(node, "6 * 7", "42"));
    } finally {
      notebooks.shell("rm -f Untitled*.ipynb");
    }
  }

  private void runACell(Node node, String cell, String result) {
    BrowserTests.of("jupyter.js")
        .with(
            Map.of(
                "JUPYTER_URL", platform.url(node, 8888),
                "JUPYTER_TOKEN_FILE", Platform.SECRETS.resolve("jupyterlab_token").toString(),
                "CELL", cell,
                "RESULT", result,
                "SCREENSHOT", Notebooks.PICTURES.resolve(node.hostname() + ".png").toString()))
        .run()
        .orThrow();
  }

  private Command gold() {
    return platform
        .script(
            "jobs/run.sh",
            "gold",
            "wsl-spark-apps",
            "@/opt/spark/conf/jobs.args",
            "io.lakeswarm.jobs.Jobs",
            "gold")
        .within(JOB);
  }

  /** Cores the application of this name holds now; -1 when the master knows none. */
  private int cores(String app) {
    JsonNode state =
        Reconciler.json(
            Reconciler.http()
                .auth()
                .preemptive()
                .basic("admin", platform.secret("gateway_password"))
                .get(platform.url(Node.FIRST, 18080) + "/json/")
                .asString());
    return StreamSupport.stream(state.path("activeapps").spliterator(), false)
        .filter(found -> found.path("name").asText().equals(app))
        .findFirst()
        .map(found -> found.path("cores").asInt())
        .orElse(-1);
  }
}
