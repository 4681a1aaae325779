package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.RequestCount;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OnLab
@Tag("long")
@Order(8)
class WrongRootE2E {
  private static final String RECONCILER = "reconciler_reconciler";
  private static final String TARGET = "minio_root_password";
  private static final String WRONG = "e2e_wrong_root_password";
  private static final int WAKE_UPS = 20;

  private final Platform platform;
  private String right;

  WrongRootE2E(Platform platform) {
    this.platform = platform;
  }

  @BeforeEach
  void giveTheReconcilerAnother() {
    platform.awaitReady(Duration.ofMinutes(2));
    JsonNode mounted =
        platform.swarm().service(RECONCILER).at("/Spec/TaskTemplate/ContainerSpec/Secrets");
    right =
        StreamSupport.stream(mounted.spliterator(), false)
            .filter(secret -> secret.at("/File/Name").asText().equals(TARGET))
            .map(secret -> secret.path("SecretName").asText())
            .findFirst()
            .orElseThrow();
    platform
        .lab()
        .client(Node.FIRST, "secret", "create", WRONG, "-")
        .reading("not-the-password")
        .run()
        .orThrow();
    exchange(right, WRONG);
  }

  @AfterEach
  void giveItBack() {
    // By a deploy: what docker service update leaves behind is not quite what a stack file makes.
    platform.deploy().run().orThrow();
    platform.lab().docker(Node.FIRST, "secret", "rm", WRONG).orThrow();
    platform.awaitReady(Duration.ofMinutes(2));
  }

  @Test
  void isReportedAndNotTriedInAHotLoop() {
    eventually(
        "the status names the secret",
        () -> {
          JsonNode bootstrap = platform.reconciler().condition("MinioBootstrap");
          assertThat(bootstrap.path("status").asText()).as(bootstrap.toString()).isEqualTo("False");
          assertThat(bootstrap.path("message").asText())
              .contains("Cannot sign in to MinIO as root")
              .contains("secret " + TARGET)
              .contains("make swarm_deploy");
        });
    try (RequestCount requests =
        new RequestCount(platform.lab(), platform.swarm().only("lakehouse_minio"), 9000)) {
      for (int i = 0; i < WAKE_UPS; i++) {
        double before = passes();
        assertThat(platform.reconciler().asOperator().post("/api/v1/reconcile").statusCode())
            .isEqualTo(202);
        eventually("a pass", () -> assertThat(passes()).isGreaterThan(before));
      }
      assertThat(requests.seen()).as("requests in %d passes", WAKE_UPS).isLessThan(WAKE_UPS);
    }
  }

  private double passes() {
    return platform
        .reconciler()
        .metric("lakeswarm_reconcile_duration_seconds_count", Map.of("controller", "minio"));
  }

  private void exchange(String old, String next) {
    platform
        .lab()
        .docker(
            Node.FIRST,
            "service",
            "update",
            "--quiet",
            "--secret-rm",
            old,
            "--secret-add",
            "source=" + next + ",target=" + TARGET + ",uid=1000,mode=0400",
            RECONCILER)
        .orThrow();
  }

  private static void eventually(String what, ThrowingRunnable assertion) {
    await(what)
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .untilAsserted(assertion);
  }
}
