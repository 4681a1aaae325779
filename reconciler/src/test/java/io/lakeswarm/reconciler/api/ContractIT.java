package io.lakeswarm.reconciler.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.lakeswarm.reconciler.testing.FakeCluster;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
class ContractIT {
  private static final String PROBLEM = "application/problem+json";
  private static final String WORKERS = "/api/v1/spark/workers";
  private static final String DESIRED = "/api/v1/desired-state";

  @BeforeEach
  void ready() {
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
  }

  @Test
  void withoutTokenNobodyComesIn() {
    for (String path : List.of("/api/v1/status", "/api/v1/plan", WORKERS, "/api/v1/nothing")) {
      problem(given().get(path).then(), 401)
          .header("WWW-Authenticate", containsString("Bearer"))
          .body("detail", containsString("make credentials"));
    }
    problem(given().header("Authorization", "Bearer wrong").get("/api/v1/status").then(), 401);
    problem(given().header("Authorization", "Basic eDp5").get("/api/v1/status").then(), 401);
  }

  @Test
  void viewerReadsAndChangesNothing() {
    viewer().get("/api/v1/status").then().statusCode(200);
    int writes = FakeCluster.swarm().writeCount();
    problem(
        viewer().contentType(ContentType.JSON).body("{\"replicas\":3}").put(WORKERS).then(), 403);
    problem(viewer().post("/api/v1/reconcile").then(), 403);
    assertThat(FakeCluster.swarm().configNames("operation").size()).isGreaterThanOrEqualTo(0);
    assertThat(FakeCluster.swarm().writeCount()).isEqualTo(writes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"replicas\":3,\"replica\":4}|replica",
        "{}|replicas",
        "{\"replicas\":\"2\"}|replicas",
        "{\"replicas\":2.5}|replicas",
        "{\"replicas\":null}|replicas",
        "{\"replicas\":99999999999}|replicas",
        "{\"replicas\":2,\"reason\":5}|reason"
      })
  void wrongFieldsAreNamed(String body, String path) {
    problem(put(body), 400).body("errors.path", hasItem(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"replicas\":2",
        "{\"replicas\":2} x",
        "{\"replicas\":2,\"replicas\":3}",
        "[]",
        "2"
      })
  void whatIsNotOneJsonObjectIsRefused(String body) {
    problem(put(body), 400);
  }

  @ParameterizedTest
  @CsvSource({"17", "-1"})
  void numbersOutsideTheLimitsAreRefused(int replicas) {
    problem(put("{\"replicas\":" + replicas + "}"), 422)
        .body("detail", containsString("0..16"))
        .body("errors.path", hasItem("replicas"));
  }

  @Test
  void longReasonAndLargeBodyAreRefused() {
    problem(put("{\"replicas\":2,\"reason\":\"" + "x".repeat(201) + "\"}"), 400);
    problem(put("{\"replicas\":2,\"reason\":\"" + "x".repeat(70_000) + "\"}"), 413);
  }

  @Test
  void theRestIsAProblemToo() {
    problem(operator().get("/api/v1/nothing").then(), 404);
    problem(operator().get("/api/v1/operations/none").then(), 404);
    problem(operator().delete(WORKERS).then(), 405);
    problem(operator().contentType("text/plain").body("2").put(WORKERS).then(), 415);
  }

  @Test
  void desiredStateIsReadAndReplacedUnderItsTag() throws IOException {
    String tag =
        operator()
            .get(DESIRED)
            .then()
            .statusCode(200)
            .contentType("application/yaml")
            .extract()
            .header("ETag");
    String json =
        operator()
            .accept(ContentType.JSON)
            .get(DESIRED)
            .then()
            .statusCode(200)
            .extract()
            .asString();
    problem(operator().contentType(ContentType.JSON).body(json).put(DESIRED).then(), 428);
    problem(
        operator()
            .contentType(ContentType.JSON)
            .header("If-Match", "\"9999\"")
            .body(json)
            .put(DESIRED)
            .then(),
        412);
    operator()
        .contentType(ContentType.JSON)
        .header("If-Match", tag)
        .body(json)
        .put(DESIRED)
        .then()
        .statusCode(200)
        .body("changed", equalTo(false));
    String more = json.replace("\"silver\"", "\"silver\",\"bronze" + tag.replace("\"", "") + "\"");
    String next =
        operator()
            .contentType(ContentType.JSON)
            .header("If-Match", tag)
            .body(more)
            .put(DESIRED)
            .then()
            .statusCode(200)
            .body("changed", equalTo(true))
            .extract()
            .header("ETag");
    assertThat(next).isNotEqualTo(tag);
    problem(
        operator()
            .contentType(ContentType.JSON)
            .header("If-Match", tag)
            .body(json)
            .put(DESIRED)
            .then(),
        412);
    operator().get("/api/v1/revisions").then().body("source", hasItems("seed", "api"));
    operator()
        .contentType(ContentType.JSON)
        .header("If-Match", next)
        .body(json)
        .put(DESIRED)
        .then()
        .statusCode(200);
  }

  @Test
  void theSameFileAgainDoesNotUndoWhatTheApiChanged() throws IOException {
    String file =
        Files.readString(Path.of(System.getProperty("project.root"), "stacks/desired-state.yml"));
    operator()
        .contentType(ContentType.JSON)
        .body("{\"replicas\":4}")
        .put(WORKERS)
        .then()
        .statusCode(202);
    operator()
        .contentType("application/yaml")
        .header("If-Match", "*")
        .header("X-Lakeswarm-Source", "file")
        .body(file.getBytes(StandardCharsets.UTF_8))
        .put(DESIRED)
        .then()
        .statusCode(200)
        .body("changed", equalTo(false));
    operator().get(WORKERS).then().body("desired", equalTo(4));
    String edited = file.replace("replicas: 2", "replicas: 3");
    operator()
        .contentType("application/yaml")
        .header("If-Match", "*")
        .header("X-Lakeswarm-Source", "file")
        .body(edited.getBytes(StandardCharsets.UTF_8))
        .put(DESIRED)
        .then()
        .statusCode(200)
        .body("changed", equalTo(true));
    operator().get(WORKERS).then().body("desired", equalTo(3));
  }

  @Test
  void aFileWithSeveralErrorsIsRefusedWithAllOfThem() {
    String file =
        "apiVersion: lakeswarm/v2\nspark:\n  workers: {replicas: many, minimum: 1}\n"
            + "minio: {buckets: [{name: NO}], policies: [], users: []}\nnessie: {branches: [main]}\n";
    problem(
            operator()
                .contentType("application/yaml")
                .header("If-Match", "*")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .put(DESIRED)
                .then(),
            400)
        .body(
            "errors.path",
            hasItems(
                "apiVersion",
                "spark.workers.replicas",
                "spark.workers.minimum",
                "minio.buckets[0].name",
                "nessie.namespaces"))
        .body("errors.find { it.path == 'spark.workers.minimum' }.line", equalTo(3));
  }

  @Test
  void dryRunAnswersThePlanAndStoresNothing() {
    String json = operator().accept(ContentType.JSON).get(DESIRED).asString();
    String more = json.replaceAll("\"replicas\":\\d+", "\"replicas\":9");
    int revisions = FakeCluster.swarm().configNames("desired").size();
    operator()
        .contentType(ContentType.JSON)
        .body(more)
        .put(DESIRED + "?dryRun=true")
        .then()
        .statusCode(200)
        .body("find { it.action == 'scale' }.target", equalTo("service:spark-worker"))
        .body("find { it.action == 'scale' }.detail", containsString("-> 9"));
    assertThat(FakeCluster.swarm().configNames("desired")).hasSize(revisions);
  }

  @Test
  void statusHasConditionsAndResources() {
    operator()
        .get("/api/v1/status")
        .then()
        .statusCode(200)
        .body("ready", equalTo(false))
        .body(
            "conditions.type",
            hasItems(
                "Ready", "SwarmReachable", "SparkWorkers", "DesiredStateValid", "CoreServices"))
        .body("resources.name", hasItems("gateway", "minio", "spark-worker"));
  }

  @Test
  void everyMeterIsThereFromTheStart() {
    String metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
    assertThat(metrics)
        .contains(
            "lakeswarm_reconcile_duration_seconds",
            "lakeswarm_reconcile_total{outcome=\"unchanged\"")
        .contains(
            "lakeswarm_actions_total{", "lakeswarm_drift_detected_total{resource=\"spark-workers\"")
        .contains(
            "lakeswarm_reaction_seconds", "lakeswarm_condition{status=\"True\",type=\"Ready\"")
        .contains(
            "lakeswarm_spark_workers{state=\"registered\"", "lakeswarm_drain_duration_seconds")
        .contains("lakeswarm_bootstrap_recovery_seconds", "component=\"nessie\"")
        .contains("lakeswarm_event_stream_age_seconds", "lakeswarm_desired_revision");
  }

  @Test
  void healthAndOpenApiNeedNoToken() {
    given().get("/q/health/live").then().statusCode(200);
    given()
        .accept(ContentType.JSON)
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("paths", not(equalTo(null)));
  }

  @Test
  void operationListsItsSteps() {
    String id =
        put("{\"replicas\":6,\"reason\":\"night run\"}")
            .statusCode(202)
            .extract()
            .path("operation");
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () ->
                operator()
                    .get("/api/v1/operations/" + id)
                    .then()
                    .body("state", equalTo("Running"))
                    .body("reason", equalTo("night run"))
                    .body("steps", hasSize(1))
                    .body("steps[0]", containsString("-> 6")));
  }

  private static ValidatableResponse problem(ValidatableResponse response, int status) {
    return response
        .statusCode(status)
        .contentType(PROBLEM)
        .body("status", equalTo(status))
        .body("type", equalTo("about:blank"));
  }

  private static ValidatableResponse put(String body) {
    return operator().contentType(ContentType.JSON).body(body).put(WORKERS).then();
  }

  private static RequestSpecification operator() {
    return given().header("Authorization", "Bearer " + FakeCluster.OPERATOR);
  }

  private static RequestSpecification viewer() {
    return given().header("Authorization", "Bearer " + FakeCluster.VIEWER);
  }
}
