package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.BrowserTests;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The browser tests in {@code e2e/page}; their pictures are in {@code target/status-page}. */
@OnLab
@Order(4)
class StatusPageE2E {
  private final Platform platform;

  StatusPageE2E(Platform platform) {
    this.platform = platform;
  }

  @BeforeEach
  void twoWorkers() {
    platform.workers(2);
  }

  @Test
  void aBrowserSeesAndScalesThePlatform() {
    Command.Result tests =
        BrowserTests.of("page.test.js")
            .with(
                Map.of(
                    "LS_URL", platform.url(Node.FIRST, 8088),
                    "LS_TOKEN", platform.secret("reconciler_token"),
                    "LS_VIEWER_TOKEN", platform.secret("reconciler_viewer_token")))
            .run();
    System.out.println(tests.all());

    assertThat(tests.exit()).as(tests.all()).isZero();
    assertThat(tests.out()).containsPattern("pass [1-9]").containsPattern("fail 0");
  }
}
