package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.ObjectStore;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Reconciler;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnLab
@Order(4)
class RefusalsE2E {
  private static final String BAD_STATE =
      """
      apiVersion: lakeswarm/v1
      spark:
        workers: {replicas: -1, bogus: 2}
      minio:
        buckets: [{name: Bad_Bucket}]
        policies: []
        users: []
      nessie: {branches: [main], namespaces: [silver, gold]}
      """;

  private final Platform platform;
  private String revision;
  private Map<String, List<String>> tasks;

  RefusalsE2E(Platform platform) {
    this.platform = platform;
  }

  @BeforeEach
  void remember() {
    platform.workers(2);
    revision = platform.reconciler().etag();
    tasks = platform.swarm().placement();
  }

  @AfterEach
  void nothingChanged() {
    assertThat(platform.reconciler().etag()).as("revision").isEqualTo(revision);
    assertThat(platform.swarm().placement()).as("tasks").isEqualTo(tasks);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      value = {
        "{\"replicas\":999}             | 422 | replicas",
        "{\"replicas\":-1}              | 422 | replicas",
        "{\"replicas\":2,\"image\":\"x\"} | 400 | image",
        "{\"replicas\":\"two\"}         | 400 | replicas",
        "{\"replicas\":2.5}             | 400 | replicas",
        "{\"reason\":\"none\"}          | 400 | replicas",
        "{\"replicas\":null}            | 400 | replicas",
        "{\"replicas\":2                | 400 | JSON",
        "[2]                            | 400 | JSON",
      })
  void badNumbers(String body, int status, String named) {
    Response answer = platform.reconciler().put(body);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.asString()).contains(named);
    if (!named.equals("JSON")) {
      assertThat(paths(answer)).as(answer.asString()).contains(named);
    }
  }

  @Test
  void whoeverIsNotTheOperator() {
    Reconciler api = platform.reconciler();
    assertThat(put(api.anonymous()).statusCode()).as("no token").isEqualTo(401);
    assertThat(put(api.with("wrong")).statusCode()).as("wrong token").isEqualTo(401);
    assertThat(put(api.asViewer()).statusCode()).as("viewer").isEqualTo(403);
    assertThat(api.asViewer().get("/api/v1/status").statusCode()).as("viewer reads").isEqualTo(200);
    Response anonymous = put(api.anonymous());
    assertThat(anonymous.contentType()).startsWith("application/problem+json");
    assertThat(anonymous.asString()).contains("make credentials");
  }

  @Test
  void aDesiredStateWithSeveralErrorsNamesThemAll() {
    Response answer =
        platform
            .reconciler()
            .asOperator()
            .header("If-Match", revision)
            .contentType("application/yaml")
            .body(BAD_STATE)
            .put("/api/v1/desired-state");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(paths(answer))
        .as(answer.asString())
        .contains("spark.workers.replicas", "spark.workers.bogus", "minio.buckets[0].name");
    JsonNode first = Reconciler.json(answer.asString()).path("errors").get(0);
    assertThat(first.path("line").asInt()).as(first.toString()).isEqualTo(3);
  }

  @Test
  void theFileOfMakeApplyIsRefusedWithTheSameList(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.yml"), BAD_STATE);
    Command.Result apply = platform.script("stacks/api.sh", "apply", file.toString()).run();
    assertThat(apply.exit()).as(apply.toString()).isNotZero();
    assertThat(apply.all())
        .contains("spark.workers.replicas (line 3)", "spark.workers.bogus (line 3)")
        .contains("minio.buckets[0].name (line 5)");
  }

  @Test
  void aStateThatWasNotReadBefore() {
    String good = platform.reconciler().asOperator().get("/api/v1/desired-state").asString();
    assertThat(replace(platform.reconciler().asOperator(), good).statusCode()).isEqualTo(428);
    assertThat(
            replace(platform.reconciler().asOperator().header("If-Match", "\"0\""), good)
                .statusCode())
        .isEqualTo(412);
  }

  @Test
  void anUploadWithoutASignature() {
    ObjectStore store = new ObjectStore(platform);
    ObjectStore.Answer answer = store.claim("wsl", "e2e/claimed", "unsigned");
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("SignatureDoesNotMatch");
    assertThat(store.get("wsl", "e2e/claimed").status()).as("stored").isEqualTo(404);
  }

  private static Response replace(RequestSpecification request, String body) {
    return request.contentType("application/yaml").body(body).put("/api/v1/desired-state");
  }

  private static Response put(RequestSpecification request) {
    return request
        .contentType("application/json")
        .body("{\"replicas\":3}")
        .put("/api/v1/spark/workers");
  }

  private static List<String> paths(Response answer) {
    JsonNode errors = Reconciler.json(answer.asString()).path("errors");
    return StreamSupport.stream(errors.spliterator(), false)
        .map(error -> error.path("path").asText())
        .toList();
  }
}
