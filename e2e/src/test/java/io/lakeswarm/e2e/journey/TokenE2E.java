package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Eventually;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Reconciler;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@OnLab
@Order(9)
class TokenE2E {
  private static final Path FILE = Platform.SECRETS.resolve("reconciler_token");
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(3);

  private final Platform platform;

  TokenE2E(Platform platform) {
    this.platform = platform;
  }

  @Test
  void aRotatedTokenCountsWithoutASilence() throws IOException {
    Reconciler api = platform.reconciler();
    String old = platform.secret("reconciler_token");
    String rotated = UUID.randomUUID().toString().replace("-", "");
    String task = platform.swarm().only("reconciler_reconciler").id();
    try (Heartbeat heartbeat = new Heartbeat(() -> status(api.anonymous(), "/q/health/live"));
        Heartbeat viewer = new Heartbeat(() -> status(api.asViewer(), "/api/v1/status"))) {
      Files.writeString(FILE, rotated);
      Command.Result deploy = platform.deploy().run().orThrow();

      assertThat(status(api.with(rotated), "/api/v1/status")).as(deploy.toString()).isEqualTo(200);
      await("the old task gone")
          .atMost(Eventually.SOON)
          .ignoreExceptions()
          .until(() -> !platform.swarm().only("reconciler_reconciler").id().equals(task));
      for (int i = 0; i < 20; i++) {
        assertThat(status(api.with(old), "/api/v1/status")).as("old token").isEqualTo(401);
        assertThat(status(api.with(rotated), "/api/v1/status")).as("new token").isEqualTo(200);
      }
      assertThat(heartbeat.longestSilence())
          .as("silence of /q/health/live in %d looks", heartbeat.answers())
          .isLessThanOrEqualTo(LONGEST_SILENCE);
      assertThat(viewer.longestSilence())
          .as("silence for the viewer in %d looks", viewer.answers())
          .isLessThanOrEqualTo(LONGEST_SILENCE);
    }
    assertThat(platform.swarm().objects("secret"))
        .as("generations of the token")
        .filteredOn(name -> name.startsWith("secret reconciler_token_"))
        .hasSize(1);
  }

  private static int status(RequestSpecification request, String path) {
    return request.get(path).statusCode();
  }
}
