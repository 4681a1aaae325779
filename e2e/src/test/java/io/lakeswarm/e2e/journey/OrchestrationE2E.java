package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Airflow;
import io.lakeswarm.e2e.lab.Breweries;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Containers;
import io.lakeswarm.e2e.lab.Lake;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Snapshot;
import io.lakeswarm.e2e.lab.Task;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The pipeline as DAGs: what {@code make run_pipeline} does, and what is seen when it goes wrong.
 */
@OnLab
@Order(6)
class OrchestrationE2E {
  private static final Duration SEEN = Duration.ofMinutes(2);
  private static final String BROKEN = "/opt/airflow/dags/broken.py";

  private final Platform platform;
  private final Airflow airflow;
  private final Lake lake;
  private final Snapshot snapshot = Snapshot.read(Snapshot.file());

  OrchestrationE2E(Platform platform) {
    this.platform = platform;
    this.airflow = new Airflow(platform);
    this.lake = new Lake(platform);
  }

  @Test
  @Order(1)
  void everyNodeShowsTheUiAndAsksForALogin() {
    for (Node node : Node.ALL) {
      Response page = airflow.anonymous(node).redirects().follow(false).get("/");
      assertThat(page.statusCode()).as("GET / on " + node).isEqualTo(200);
      Response login = airflow.anonymous(node).redirects().follow(false).get("/auth/login/");
      assertThat(login.statusCode()).as("login on " + node).isEqualTo(200);
      assertThat(airflow.anonymous(node).get("/api/v2/dags").statusCode()).isEqualTo(401);
    }
    assertThat(airflow.login("wrong").has("access_token")).isFalse();
    assertThat(platform.reconciler().condition("Airflow").path("reason").asText())
        .isEqualTo("Healthy");
  }

  @Test
  @Order(2)
  void theThreeDagsMakeTheTableThatTheDirectWayMakes() {
    platform.workers(2);
    try (Breweries api = new Breweries(Snapshot.file())) {
      Command.Result run = airflow.pipeline(api.url()).run().orThrow();
      assertThat(run.out())
          .as("the table at the end")
          .containsPattern("(?m)^silver +" + snapshot.size());
      assertThat(run.out()).containsPattern("(?m)^ingest ").containsPattern("(?m)^gold ");
      assertThat(lake.references()).as("branches left behind").containsExactly("main");

      String main = lake.mainHash();
      Command.Result direct = lake.pipeline(api.url()).run().orThrow();
      assertThat(lake.mainHash()).as("main after the direct way: " + direct).isEqualTo(main);
    }
    String counts =
        lake.sql(
            "select 'totals' as what, sum(case when is_current then 1 else 0 end) as n, (select"
                + " sum(brewery_count) from nessie.gold.breweries_by_country_and_type) as g from"
                + " nessie.silver.breweries");
    assertThat(counts).containsPattern("totals\\D+" + snapshot.size() + "\\D+" + snapshot.size());
  }

  @Test
  @Order(3)
  void logsOutliveTheContainerThatWroteThem() {
    String run = airflow.lastRun("breweries_daily");
    Task scheduler = platform.swarm().only("orchestration_airflow-scheduler");
    containers().kill(scheduler);
    assertThat(airflow.log("breweries_daily", run, "silver", 1)).contains("LAKESWARM_RESULT");
    await("another scheduler")
        .atMost(SEEN)
        .until(() -> replaced("orchestration_airflow-scheduler", scheduler));
    assertThat(airflow.log("breweries_daily", run, "silver", 1)).contains("LAKESWARM_RESULT");
    await("healthy again").atMost(SEEN).until(() -> reason().equals("Healthy"));
  }

  @Test
  @Order(4)
  void aDagThatCannotBeImportedIsNamedAndReadyStays() {
    Task processor = platform.swarm().only("orchestration_airflow-dag-processor");
    inImage(processor, "echo 'from airflow.sdk import DAG, nope' >" + BROKEN);
    await("the condition")
        .atMost(SEEN)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> reason().equals("ImportErrors"));
    JsonNode condition = platform.reconciler().condition("Airflow");
    assertThat(condition.path("message").asText()).contains("broken.py", "nope");
    assertThat(platform.reconciler().status().path("ready").asBoolean()).isTrue();
    assertThat(airflow.read("importErrors").toString()).contains("broken.py");

    inImage(processor, "rm " + BROKEN);
    await("all well")
        .atMost(SEEN)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> reason().equals("Healthy"));
  }

  @Test
  @Order(5)
  void aFailedTaskIsShownWithItsLastLinesAndTheScriptFails() {
    List<String> manifests = lake.manifests();
    try (Breweries api = new Breweries(Snapshot.file(), "drop=100")) {
      Command.Result run =
          airflow.dags(api.url(), "breweries_hourly").with(Map.of("DAG_TIMEOUT", "40")).run();
      assertThat(run.exit()).as(run.toString()).isNotZero();
      assertThat(run.out())
          .contains("breweries_hourly ingest: up_for_retry")
          .contains("the API's total is " + snapshot.size())
          .contains("exit code 2");
    }
    assertThat(lake.manifests()).as("manifests in bronze").isEqualTo(manifests);
    String id = airflow.lastRun("breweries_hourly");
    airflow
        .asAdmin()
        .contentType("application/json")
        .body("{\"state\":\"failed\"}")
        .patch("/api/v2/dags/breweries_hourly/dagRuns/" + id);
    await("its service gone")
        .atMost(SEEN)
        .until(
            () -> platform.swarm().services().stream().noneMatch(it -> it.contains("breweries")));
  }

  @Test
  @Order(6)
  void initRanOnceAndEndedWell() {
    assertThat(platform.swarm().tasks("orchestration_airflow-init"))
        .filteredOn(task -> task.state().equals("complete"))
        .hasSize(1);
  }

  private String reason() {
    return platform.reconciler().condition("Airflow").path("reason").asText();
  }

  private boolean replaced(String service, Task old) {
    Optional<Task> now = platform.swarm().running(service).stream().findFirst();
    return now.isPresent() && !now.get().id().equals(old.id());
  }

  /** Changes a folder of the image, which nothing inside the container can. */
  private void inImage(Task task, String script) {
    String pid =
        platform
            .lab()
            .docker(Node.named(task.node()), "inspect", "-f", "{{.State.Pid}}", task.container())
            .orThrow()
            .text();
    String change = "mount -o remount,bind,rw / && %s && mount -o remount,bind,ro /";
    Command.of("nsenter", "-t", pid, "-m", "sh", "-c", change.formatted(script)).run().orThrow();
  }

  private Containers containers() {
    return new Containers(platform.lab(), platform.swarm());
  }
}
