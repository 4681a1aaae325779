package io.lakeswarm.reconciler.access;

import static io.lakeswarm.reconciler.testing.Api.WORKERS;
import static io.lakeswarm.reconciler.testing.Api.anonymous;
import static io.lakeswarm.reconciler.testing.Api.awaitReady;
import static io.lakeswarm.reconciler.testing.Api.operator;
import static io.lakeswarm.reconciler.testing.Api.problem;
import static io.lakeswarm.reconciler.testing.Api.viewer;
import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakeswarm.reconciler.testing.CapturedLog;
import io.lakeswarm.reconciler.testing.FakeCluster;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
class AccessFilterIT {
  private static final Map<String, String> HARDENED =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

  @TestHTTPResource("/")
  URI server;

  @BeforeEach
  void ready() {
    awaitReady();
  }

  @Test
  void noWayAroundTheToken() throws IOException {
    for (String target :
        List.of(
            "/api/v1/status",
            "//api/v1/status",
            "/api//v1/status",
            "/q/../api/v1/status",
            "/q/%2e%2e/api/v1/status",
            "/q/health/..%2f..%2fapi/v1/status",
            "/%61pi/v1/status",
            "/api;x=/v1/status",
            "/api/v1/status;x=/q/",
            "/api/v1/./status",
            "/API/v1/status",
            "/api",
            "/nothing",
            "/index.html",
            "/app.css/",
            "/app.css;x=",
            "/app.css/../api/v1/status",
            "/app.js%2f..%2fapi/v1/status",
            "/api/v1/status?access_token=" + FakeCluster.OPERATOR,
            "http://other/api/v1/status")) {
      String answer = raw("GET " + target + " HTTP/1.1", "");
      assertThat(answer).as(target).matches("(?s)HTTP/1.1 40[14] .*").doesNotContain("conditions");
    }
    assertThat(raw("GET /api/v1/status HTTP/1.1", "Authorization: Bearer \r\n"))
        .startsWith("HTTP/1.1 401");
  }

  @Test
  void whatIsNotAnHttpRequestIsRefusedWithoutAWord() throws IOException {
    String auth = "Authorization: Bearer " + FakeCluster.OPERATOR + "\r\n";
    for (String length : List.of("x", "-1", "99999999999999999999")) {
      String answer =
          raw("PUT " + WORKERS + " HTTP/1.1", auth + "Content-Length: " + length + "\r\n");
      assertThat(answer).as(length).contains(" 400 ").doesNotContain("\tat ");
    }
    assertThat(raw("nonsense", "")).startsWith("HTTP/1.").contains(" 400 ");
    assertThat(raw("GET /api/v1/" + "x".repeat(9000) + " HTTP/1.1", "")).contains(" 414 ");
  }

  @Test
  void methodsThatNobodyNeedsAreRefused() throws IOException {
    String auth = "Authorization: Bearer " + FakeCluster.OPERATOR + "\r\nX-Echo: secret\r\n";
    for (String method : List.of("TRACE", "DELETE", "PATCH", "PAINT")) {
      assertThat(raw(method + " /api/v1/status HTTP/1.1", auth))
          .as(method)
          .startsWith("HTTP/1.1 405")
          .contains(ProblemJson.TYPE)
          .doesNotContain("secret");
    }
    Response options = given().auth().oauth2(FakeCluster.OPERATOR).options("/api/v1/status");
    assertThat(options.header("Allow")).contains("GET");
    assertThat(options.headers().hasHeaderWithName("Access-Control-Allow-Origin")).isFalse();
  }

  @Test
  void everyAnswerIsHardenedAndSaysNothingOfItsMaker() {
    for (Response answer :
        List.of(
            given().get("/q/health/live"),
            given().get("/q/openapi"),
            given().get("/q/metrics"),
            given().get("/q/nothing"),
            anonymous().get("/api/v1/status"),
            viewer().put(WORKERS),
            operator().get("/api/v1/status"),
            operator().get("/api/v1/nothing"),
            operator().contentType(ContentType.JSON).body("{").put(WORKERS))) {
      HARDENED.forEach((name, value) -> assertThat(answer.header(name)).isEqualTo(value));
      for (String telling : List.of("Server", "X-Powered-By", "Access-Control-Allow-Origin")) {
        assertThat(answer.headers().hasHeaderWithName(telling)).as(telling).isFalse();
      }
      assertThat(answer.asString())
          .doesNotContain("\tat ", "Caused by", "io.lakeswarm.", "io.vertx.");
    }
    assertThat(operator().get("/api/v1/status").header("Cache-Control")).isEqualTo("no-store");
    assertThat(anonymous().get("/api/v1/status").header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void consolesOfDevelopersAreNotThere() {
    for (String path : List.of("/q/swagger-ui", "/q/dev-ui", "/q/dev", "/q/health-ui")) {
      given().get(path).then().statusCode(404);
    }
  }

  @Test
  void aBodyOfUnknownLengthIsNotRead() throws Exception {
    HttpRequest chunked =
        HttpRequest.newBuilder(server.resolve(WORKERS))
            .header("Authorization", "Bearer " + FakeCluster.OPERATOR)
            .header("Content-Type", "application/json")
            .PUT(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofString("{\"replicas\":2}")))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(chunked, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(411);
    assertThat(answer.headers().firstValue("Content-Type")).contains(ProblemJson.TYPE);
  }

  @Test
  void eachWriteLeavesOneLineWhateverBecomesOfIt() throws IOException {
    try (CapturedLog log = new CapturedLog("lakeswarm.audit")) {
      problem(anonymous().put(WORKERS).then(), 401);
      problem(viewer().header("X-Forwarded-For", "1.2.3.4, 9.8.7.6").put(WORKERS).then(), 403);
      problem(operator().contentType(ContentType.JSON).body("{\"n\":1}").put(WORKERS).then(), 400);
      problem(operator().post("/api/v1/nothing").then(), 404);
      operator().get("/api/v1/status").then().statusCode(200);
      String operation =
          operator()
              .contentType(ContentType.JSON)
              .body("{\"replicas\":3,\"reason\":\"a\\\" who=x\"}")
              .put(WORKERS)
              .then()
              .statusCode(202)
              .extract()
              .path("operation");
      raw(
          "PUT /api/v1/x%0awho='operator'?token=" + FakeCluster.VIEWER + " HTTP/1.1",
          "Authorization: Bearer x\r\nX-Forwarded-For: a\" who=operator\r\n");
      await().atMost(SOON).untilAsserted(() -> assertThat(requests(log)).hasSize(6));

      List<String> lines = requests(log);
      assertThat(lines.get(0))
          .isEqualTo("who=unknown from=127.0.0.1 request=\"PUT " + WORKERS + "\" status=401");
      assertThat(lines.get(1))
          .isEqualTo("who=viewer from=127.0.0.1 request=\"PUT " + WORKERS + "\" status=403");
      assertThat(lines.get(2)).startsWith("who=operator").endsWith(" status=400");
      assertThat(lines.get(3)).contains("\"POST /api/v1/nothing\" status=404");
      assertThat(lines.get(4))
          .contains("status=202 change=\"workers ", " -> 3, revision ", operation)
          .doesNotContain("who=x");
      assertThat(lines.get(5))
          .isEqualTo(
              "who=unknown from=127.0.0.1 request=\"PUT /api/v1/x%0awho??operator?\""
                  + " status=401");
      assertThat(String.join("", lines))
          .doesNotContain(FakeCluster.OPERATOR)
          .doesNotContain(FakeCluster.VIEWER);
    }
  }

  @Test
  void aRotatedTokenCountsAtTheNextRequest() throws IOException {
    Path file = FakeCluster.secrets().resolve("reconciler_token");
    try {
      Files.writeString(file, "another-token\n");
      problem(operator().get("/api/v1/status").then(), 401);
      anonymous()
          .header("Authorization", "Bearer another-token")
          .get("/api/v1/status")
          .then()
          .statusCode(200);
      viewer().get("/api/v1/status").then().statusCode(200);
      Files.writeString(file, "\n");
      problem(anonymous().header("Authorization", "Bearer ").get(WORKERS).then(), 401);
    } finally {
      Files.writeString(file, FakeCluster.OPERATOR + "\n");
    }
    operator().get("/api/v1/status").then().statusCode(200);
  }

  /** The lines of requests; the loops write there too. */
  private static List<String> requests(CapturedLog log) {
    return log.lines().stream().filter(line -> line.contains(" request=")).toList();
  }

  /** As no client library would send it. */
  private String raw(String line, String headers) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      String request = line + "\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n";
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
