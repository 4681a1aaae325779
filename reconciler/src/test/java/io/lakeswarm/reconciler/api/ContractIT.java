package io.lakeswarm.reconciler.api;

import static io.lakeswarm.reconciler.testing.Api.WORKERS;
import static io.lakeswarm.reconciler.testing.Api.anonymous;
import static io.lakeswarm.reconciler.testing.Api.awaitReady;
import static io.lakeswarm.reconciler.testing.Api.operator;
import static io.lakeswarm.reconciler.testing.Api.problem;
import static io.lakeswarm.reconciler.testing.Api.putWorkers;
import static io.lakeswarm.reconciler.testing.Api.viewer;
import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
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
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
class ContractIT {

  @BeforeEach
  void ready() {
    awaitReady();
  }

  @Test
  void withoutTokenNobodyComesIn() {
    for (String path : List.of("/api/v1/status", "/api/v1/plan", WORKERS, "/api/v1/nothing")) {
      problem(anonymous().get(path).then(), 401)
          .header("WWW-Authenticate", containsString("Bearer"))
          .body("detail", containsString("make credentials"));
    }
    problem(anonymous().header("Authorization", "Bearer wrong").get("/api/v1/status").then(), 401);
    problem(anonymous().header("Authorization", "Basic eDp5").get("/api/v1/status").then(), 401);
  }

  @Test
  void viewerReadsAndChangesNothing() {
    viewer().get("/api/v1/status").then().statusCode(200);
    List<Object> before = FakeCluster.requested();
    problem(
        viewer().contentType(ContentType.JSON).body("{\"replicas\":3}").put(WORKERS).then(), 403);
    problem(viewer().post("/api/v1/reconcile").then(), 403);
    assertThat(FakeCluster.requested()).isEqualTo(before);
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
        "{\"replicas\":2,\"reason\":5}|reason",
        "{\"replicas\":2,\"reason\":\"a\u202eb\"}|reason",
        "{\"replicas\":2,\"a\u202eb\":1}|a?b"
      })
  void wrongFieldsAreNamed(String body, String path) {
    problem(putWorkers(body), 400).body("errors.path", hasItem(path));
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
    problem(putWorkers(body), 400);
  }

  @ParameterizedTest
  @CsvSource({"17", "-1"})
  void numbersOutsideTheLimitsAreRefused(int replicas) {
    problem(putWorkers("{\"replicas\":" + replicas + "}"), 422)
        .body("detail", containsString("0..16"))
        .body("errors.path", hasItem("replicas"));
  }

  @Test
  void longReasonAndLargeBodyAreRefused() {
    problem(putWorkers("{\"replicas\":2,\"reason\":\"" + "x".repeat(201) + "\"}"), 400);
    problem(putWorkers("{\"replicas\":2,\"reason\":\"" + "x".repeat(70_000) + "\"}"), 413);
  }

  @Test
  void theRestIsAProblemToo() {
    problem(operator().get("/api/v1/nothing").then(), 404);
    problem(operator().get("/api/v1/operations/none").then(), 404);
    problem(operator().delete(WORKERS).then(), 405);
    problem(operator().contentType("text/plain").body("2").put(WORKERS).then(), 415);
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
        .header("X-Lakeswarm-Role", "operator")
        .body("resources.name", hasItems("gateway", "minio", "spark-worker"))
        .body("resources.find { it.name == 'minio' }.tasks.node", hasItem("host-n1"))
        .body("resources.findAll { it.kind == 'node' }.name", hasItems("host-n1", "host-n3"));
    viewer().get("/api/v1/status").then().header("X-Lakeswarm-Role", "viewer");
    assertThat(anonymous().get("/api/v1/status").header("X-Lakeswarm-Role")).isNull();
  }

  @Test
  void everyMeterIsThereFromTheStart() {
    String metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
    assertThat(metrics)
        .contains(
            "lakeswarm_reconcile_duration_seconds",
            "lakeswarm_reconcile_total{controller=\"minio\",outcome=\"unchanged\"",
            "lakeswarm_reconcile_total{controller=\"jobs\",outcome=\"broke_off\"} 0.0")
        .contains(
            "lakeswarm_actions_total{", "lakeswarm_drift_detected_total{resource=\"spark-workers\"")
        .contains(
            "lakeswarm_reaction_seconds", "lakeswarm_condition{status=\"True\",type=\"Ready\"")
        .contains(
            "lakeswarm_spark_workers{state=\"registered\"", "lakeswarm_drain_duration_seconds")
        .contains("lakeswarm_bootstrap_recovery_seconds", "component=\"nessie\"")
        .contains("lakeswarm_event_stream_age_seconds", "lakeswarm_desired_revision")
        .contains(
            "lakeswarm_restarts_total{predicted=\"true\"",
            "lakeswarm_restarts_total{predicted=\"false\"");
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
        putWorkers("{\"replicas\":6,\"reason\":\"night run\"}")
            .statusCode(202)
            .extract()
            .path("operation");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                operator()
                    .get("/api/v1/operations/" + id)
                    .then()
                    .body("state", equalTo("Running"))
                    .body("reason", equalTo("night run"))
                    .body("steps", hasSize(1))
                    .body("steps[0]", containsString("-> 6")));
    operator()
        .get("/api/v1/status")
        .then()
        .body(
            "resources.findAll { it.kind == 'operation' }.operation.reason", hasItem("night run"));
  }

  /** A loop may act on the revision at once; what it writes belongs to the operation. */
  @Test
  void operationBeginsBeforeItsRevision() {
    String id = putWorkers("{\"replicas\":5}").statusCode(202).extract().path("operation");
    String operation = operator().get("/api/v1/operations/" + id).path("created");
    String revision = operator().get("/api/v1/revisions").path("[0].time");
    assertThat(Instant.parse(operation)).isBeforeOrEqualTo(Instant.parse(revision));
  }
}
