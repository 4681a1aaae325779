package io.lakeswarm.reconciler.minio;

import static io.lakeswarm.reconciler.testing.Api.awaitReady;
import static io.lakeswarm.reconciler.testing.Api.operator;
import static io.lakeswarm.reconciler.testing.Api.problem;
import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.testing.FakeCluster;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
@QuarkusTestResource(value = MinioServed.class, restrictToAnnotatedClass = true)
class BootstrapIT {
  private static final String PROOF = "PUT /wsl/.lakeswarm/probe-spark";

  private final FakeMinio server = MinioServed.server();

  @BeforeEach
  void verified() throws IOException {
    server.root = FakeMinio.ROOT;
    Map<String, String> secrets =
        Map.of(
            "minio_root_user",
            FakeMinio.ROOT.accessKey(),
            "minio_root_password",
            FakeMinio.ROOT.secretKey(),
            "aws_access_key_id",
            "lake-key",
            "aws_secret_access_key",
            "lake-secret/+1");
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      Files.writeString(FakeCluster.secrets().resolve(secret.getKey()), secret.getValue());
    }
    awaitReady();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                operator()
                    .get("/api/v1/status")
                    .then()
                    .body(
                        "conditions.find { it.type == 'MinioBootstrap' }.status", equalTo("True")));
  }

  @Test
  void theProofIsMadeAgainThoughNothingChanged() {
    server.forgetCalls();
    String id = bootstrap("minio", "{\"reason\":\"after the move\"}");
    assertThat(ended(id)).isEqualTo("Succeeded");
    assertThat(server.writes).contains(PROOF);
    operator()
        .get("/api/v1/operations/" + id)
        .then()
        .body("kind", equalTo("bootstrap-minio"))
        .body("reason", equalTo("after the move"))
        .body("steps", hasItem(containsString("verify user:spark")));
  }

  @Test
  void whatIsMissingIsMadeBeforeItSucceeds() {
    server.storage.removeBuckets();
    assertThat(ended(bootstrap("minio", ""))).isEqualTo("Succeeded");
    assertThat(server.storage.buckets).containsOnlyKeys("wsl", "warehouse");
  }

  @Test
  void whatOnlyAPersonCanSolveFailsIt() {
    server.root = new Credentials("other", "other");
    String id = bootstrap("minio", "");
    assertThat(ended(id)).isEqualTo("Failed");
    operator()
        .get("/api/v1/operations/" + id)
        .then()
        .body("reason", containsString("minio_root_user"));

    server.root = FakeMinio.ROOT;
    assertThat(ended(bootstrap("minio", ""))).isEqualTo("Succeeded");
  }

  @Test
  void aComponentThatDoesNotAnswerIsWaitedFor() {
    String id = bootstrap("nessie", "");
    String minio = bootstrap("minio", "");
    assertThat(ended(minio)).isEqualTo("Succeeded");
    operator()
        .get("/api/v1/operations/" + id)
        .then()
        .body("state", equalTo("Running"))
        .body("kind", equalTo("bootstrap-nessie"));
  }

  @Test
  void whatIsNotThereIsSaid() {
    problem(operator().post("/api/v1/bootstrap/postgres").then(), 404)
        .body("detail", containsString("minio, nessie, dremio"));
    problem(operator().post("/api/v1/bootstrap/dremio").then(), 503)
        .body("detail", containsString("not deployed"));
  }

  private static String bootstrap(String component, String body) {
    var request = operator();
    if (!body.isEmpty()) {
      request = request.contentType(ContentType.JSON).body(body);
    }
    return request
        .post("/api/v1/bootstrap/" + component)
        .then()
        .statusCode(202)
        .extract()
        .path("operation");
  }

  private static String ended(String id) {
    return await()
        .atMost(SOON)
        .until(
            () -> operator().get("/api/v1/operations/" + id).<String>path("state"),
            state -> !state.equals("Running"));
  }
}
