package io.lakeswarm.reconciler.api;

import static io.lakeswarm.reconciler.testing.Api.awaitReady;
import static io.lakeswarm.reconciler.testing.Api.operator;
import static io.lakeswarm.reconciler.testing.Api.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import io.lakeswarm.reconciler.testing.Api;
import io.lakeswarm.reconciler.testing.Documents;
import io.lakeswarm.reconciler.testing.FakeCluster;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes without a Content-Type, and names without an end. */
@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
class TypelessIT {

  @TestHTTPResource("/")
  URI server;

  @BeforeEach
  void ready() {
    awaitReady();
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, api/v1/desired-state, {}, 415",
    "PUT, api/v1/desired-state, '', 415",
    "PUT, api/v1/spark/workers, {\"replicas\":2}, 415",
    "PUT, api/v1/spark/workers, '', 415",
    "PUT, api/v1/nothing, {}, 415",
    "POST, api/v1/reconcile, {}, 415",
    "POST, api/v1/bootstrap/minio, {}, 415",
    "POST, api/v1/revisions/1/rollback, {}, 415",
    "POST, api/v1/reconcile, '', 202",
    "POST, api/v1/revisions/1/rollback, '', 200"
  })
  void aBodyWithoutATypeIsRefused(String method, String path, String body, int status)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Authorization", "Bearer " + FakeCluster.OPERATOR)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    if (status == 415) {
      assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
      assertThat(answer.body()).contains("\"status\":415").contains("Content-Type");
    }
  }

  @Test
  void aBranchNameOfSixtyThousandLettersIsRefusedWithItsPath() {
    String document = Documents.kit().replace("[main]", "[" + "b".repeat(60_000) + "]");
    assertThat(document).hasSizeGreaterThan(60_000);
    byte[] body = document.getBytes(StandardCharsets.UTF_8);
    problem(operator().contentType("application/yaml").body(body).put(Api.DESIRED).then(), 400)
        .body("errors.path", hasItem("nessie.branches[0]"))
        .body("errors.message", hasItem(containsString("longer than 128 characters")));
  }
}
