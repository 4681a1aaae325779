package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Lab;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * {@code images/build.sh} under an engine that keeps images in containerd's store: both base images
 * and two that are built on them. {@code e2e/long.sh} chooses the engine and its configuration.
 */
@Tag("containerd")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerdBuildE2E {
  private static final Duration BUILD = Duration.ofMinutes(60);
  private static final String NAME = "127.0.0.1:5000/lakeswarm/";

  private final Lab lab = new Lab();
  private final Platform platform = new Platform(lab);

  @BeforeAll
  void up() {
    lab.up();
  }

  @AfterAll
  void down() {
    lab.down();
  }

  @Test
  @Order(1)
  void theEngineUsesTheStoreOfContainerd() {
    assertThat(docker("info", "-f", "{{.DriverStatus}}")).contains("io.containerd.snapshotter.v1");
  }

  @Test
  @Order(2)
  @Timeout(3600)
  void imagesAreBuiltAndRun() throws IOException {
    Command.Result build = build();
    assertThat(build.out()).containsPattern("base-bookworm +done").containsPattern("minio +done");
    Map<String, String> tags =
        Files.readAllLines(Command.root().resolve("images/tags.env")).stream()
            .map(line -> line.split("="))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    String minio = NAME + "minio:" + tags.get("MINIO_TAG");
    String edge = NAME + "edge:" + tags.get("EDGE_TAG");
    assertThat(docker("run", "--rm", "--entrypoint", "minio", minio, "--version"))
        .contains("minio version");
    assertThat(docker("run", "--rm", "--entrypoint", "haproxy", edge, "-v")).contains("HAProxy");
  }

  @Test
  @Order(3)
  void unchangedImagesAreNotBuiltAgain() {
    assertThat(build().out())
        .containsPattern("base-trixie +unchanged")
        .containsPattern("base-bookworm +unchanged")
        .containsPattern("minio +unchanged")
        .containsPattern("edge +unchanged");
  }

  private Command.Result build() {
    return platform.script("images/build.sh", "minio", "edge").within(BUILD).run().orThrow();
  }

  private String docker(String... words) {
    return lab.docker(Node.FIRST, words).orThrow().all();
  }
}
