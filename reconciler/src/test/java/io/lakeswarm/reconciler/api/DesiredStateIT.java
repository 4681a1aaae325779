package io.lakeswarm.reconciler.api;

import static io.lakeswarm.reconciler.testing.Api.DESIRED;
import static io.lakeswarm.reconciler.testing.Api.WORKERS;
import static io.lakeswarm.reconciler.testing.Api.awaitReady;
import static io.lakeswarm.reconciler.testing.Api.operator;
import static io.lakeswarm.reconciler.testing.Api.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.lakeswarm.reconciler.testing.FakeCluster;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
class DesiredStateIT {

  @BeforeEach
  void ready() {
    awaitReady();
  }

  @Test
  void aStaleTagIsToldBeforeTheDocumentIsJudged() {
    problem(
        operator()
            .contentType("application/yaml")
            .header("If-Match", "\"0\"")
            .body("apiVersion: lakeswarm/v1\n".getBytes(StandardCharsets.UTF_8))
            .put(DESIRED)
            .then(),
        412);
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
}
