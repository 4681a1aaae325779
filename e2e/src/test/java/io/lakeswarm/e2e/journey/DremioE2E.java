package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.DremioImage;
import io.lakeswarm.e2e.lab.Eventually;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.PinnedService;
import io.lakeswarm.e2e.lab.Platform;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The query stack with the simulator of Dremio's REST contract in the place of its image. */
@OnLab
@Tag("long")
@Order(9)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DremioE2E {
  private static final String DREMIO = "query_dremio";

  private final Platform platform;

  DremioE2E(Platform platform) {
    this.platform = platform;
  }

  @AfterAll
  void asBefore() {
    platform.lab().docker(Node.FIRST, "stack", "rm", "query").orThrow();
    platform.deploy().run().orThrow();
    eventually("no Dremio", () -> assertBootstrap("Unknown", "NotDeployed"));
  }

  @Test
  @Order(1)
  void theDeployEndsWithAFirstUserAndBothSources() {
    assertThat(platform.reconciler().condition("DremioBootstrap").path("reason").asText())
        .isEqualTo("NotDeployed");
    String told = DremioImage.deployInstead(platform);
    assertThat(told).doesNotContain("MISSING  dremio");
    eventually("sources", () -> assertBootstrap("True", "Verified"));
    eventually("the gateway's port opens", () -> assertThat(login()).isEqualTo(401));
    assertThat(sources()).containsExactlyInAnyOrder("minio", "nessie");
  }

  @Test
  @Order(2)
  void anEmptyVolumeIsFilledAgainAndTheLossIsTold() {
    double before = recoveries();
    PinnedService dremio = PinnedService.running(platform, DREMIO);
    dremio.stop();
    eventually(
        "the status says that Dremio is away",
        () ->
            assertThat(condition("DremioBootstrap").path("status").asText()).isNotEqualTo("True"));
    eventually("volume removed", dremio::removeVolume);
    dremio.start();

    eventually("sources", () -> assertBootstrap("True", "Verified"));
    eventually(
        "the loss is told",
        () ->
            assertThat(condition("VolumeReset").path("message").asText())
                .contains("dremio came up on an empty or another volume"));
    assertThat(sources()).containsExactlyInAnyOrder("minio", "nessie");
    assertThat(recoveries()).isGreaterThan(before);
    assertThat(platform.reconciler().status().path("ready").asBoolean()).isTrue();
  }

  private void assertBootstrap(String status, String reason) {
    JsonNode condition = condition("DremioBootstrap");
    assertThat(condition.path("status").asText()).as(condition.toString()).isEqualTo(status);
    assertThat(condition.path("reason").asText()).as(condition.toString()).isEqualTo(reason);
  }

  private JsonNode condition(String type) {
    return platform.reconciler().condition(type);
  }

  private double recoveries() {
    return platform
        .reconciler()
        .metric("lakeswarm_bootstrap_recovery_seconds_count", Map.of("component", "dremio"));
  }

  private int login() {
    return RestAssured.get(platform.url(Node.FIRST, 9047) + "/apiv2/login").statusCode();
  }

  /** As a person sees them who signs in with the password of {@code make credentials}. */
  private List<String> sources() {
    String url = platform.url(Node.FIRST, 9047);
    String token =
        RestAssured.given()
            .contentType("application/json")
            .body(Map.of("userName", "admin", "password", platform.secret("dremio_password")))
            .post(url + "/apiv2/login")
            .jsonPath()
            .getString("token");
    return RestAssured.given()
        .header("Authorization", "_dremio" + token)
        .get(url + "/api/v3/catalog")
        .jsonPath()
        .getList(
            "data.findAll { it.containerType == 'SOURCE' }.collect { it.path[0] }", String.class);
  }

  private static void eventually(String what, ThrowingRunnable assertion) {
    Eventually.eventually(what, Duration.ofMinutes(4), assertion);
  }
}
