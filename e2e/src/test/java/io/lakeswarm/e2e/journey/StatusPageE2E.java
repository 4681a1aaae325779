package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The browser tests in {@code e2e/page}; their pictures are in {@code target/status-page}. */
@OnLab
@Order(4)
class StatusPageE2E {
  private static final Duration BROWSER = Duration.ofMinutes(10);

  private final Platform platform;

  StatusPageE2E(Platform platform) {
    this.platform = platform;
  }

  @BeforeEach
  void twoWorkers() {
    requireTools();
    platform.workers(2);
  }

  @Test
  void aBrowserSeesAndScalesThePlatform() {
    Command.of("npm", "--prefix", "e2e/page", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        .within(BROWSER)
        .run()
        .orThrow();

    Command.Result tests =
        Command.of("npm", "--prefix", "e2e/page", "test")
            .with(
                Map.of(
                    "LS_URL", platform.url(Node.FIRST, 8088),
                    "LS_TOKEN", platform.secret("reconciler_token"),
                    "LS_VIEWER_TOKEN", platform.secret("reconciler_viewer_token")))
            .within(BROWSER)
            .run();
    System.out.println(tests.all());

    assertThat(tests.exit()).as(tests.all()).isZero();
    assertThat(tests.out()).containsPattern("pass [1-9]").containsPattern("fail 0");
  }

  /** A browser is much to ask of a developer's machine; under CI it must be there. */
  private static void requireTools() {
    List<String> missing = Stream.of("node", "npm", "chromium").filter(tool -> !has(tool)).toList();
    if (!missing.isEmpty()) {
      String reason =
          "Cannot test the status page in a browser: %s not found. Install %s."
              .formatted(String.join(", ", missing), "nodejs, npm and chromium");
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(reason);
      }
      abort(reason);
    }
  }

  private static boolean has(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
