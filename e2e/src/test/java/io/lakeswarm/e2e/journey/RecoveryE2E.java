package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Eventually;
import io.lakeswarm.e2e.lab.Lake;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.ObjectStore;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.PinnedService;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@OnLab
@Order(11)
class RecoveryE2E {
  private static final String MINIO = "lakehouse_minio";

  private static final Pattern SEEN = Pattern.compile("\\(seen (\\S+Z)\\)");

  private final Platform platform;
  private final ObjectStore store;
  private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  RecoveryE2E(Platform platform) {
    this.platform = platform;
    this.store = new ObjectStore(platform);
  }

  @BeforeEach
  void working() {
    eventually(
        "MinIO as desired",
        () -> assertThat(bootstrap().path("status").asText()).isEqualTo("True"));
    assertUsable("before");
  }

  @Test
  @Order(1)
  void anEmptyVolumeIsFilledAgain() {
    List<String> tables = new Lake(platform).tables();
    PinnedService minio = PinnedService.running(platform, MINIO);
    minio.stop();
    eventually(
        "MinIO unreachable, and the status says so",
        () -> {
          assertThat(bootstrap().path("status").asText()).as(told()).isNotEqualTo("True");
          assertThat(platform.reconciler().status().path("ready").asBoolean()).isFalse();
        });
    eventually("volume removed", minio::removeVolume);

    minio.start();
    assertRecovered("after a new volume");
    if (!tables.isEmpty()) {
      eventually(
          "the tables that lost their files are listed",
          () -> {
            JsonNode catalog = platform.reconciler().condition("CatalogInconsistent");
            assertThat(catalog.path("status").asText()).as(catalog.toString()).isEqualTo("True");
            assertThat(catalog.path("message").asText()).contains(tables);
            assertThat(platform.reconciler().status().path("ready").asBoolean()).isFalse();
          });
    }
  }

  @Test
  @Order(2)
  void filesRemovedUnderTheRunningServerComeBack() {
    Task minio = platform.swarm().only(MINIO);
    String volume =
        platform
            .lab()
            .docker(Node.named(minio.node()), "volume", "inspect", "-f", "{{.Mountpoint}}", MINIO)
            .orThrow()
            .text();
    assertThat(volume).contains("/node").endsWith("/_data");
    eventually("files removed", () -> removeBelow(Path.of(volume)));
    assertRecovered("after the files went");
  }

  private void assertRecovered(String when) {
    eventually(
        "buckets, policy and user " + when,
        () -> {
          assertThat(bootstrap().path("status").asText()).as(told()).isEqualTo("True");
          assertUsable(when);
        });
    JsonNode reset = platform.reconciler().condition("VolumeReset");
    assertThat(reset.path("status").asText()).as(reset.toString()).isEqualTo("True");
    Matcher seen = SEEN.matcher(reset.path("message").asText());
    assertThat(seen.find()).as(reset.toString()).isTrue();
    assertThat(Instant.parse(seen.group(1))).as(reset.toString()).isAfterOrEqualTo(since);
    assertThat(
            platform
                .reconciler()
                .metric("lakeswarm_condition", Map.of("type", "VolumeReset", "status", "True")))
        .isEqualTo(1.0);
  }

  /** With the lake user's own key, in each bucket. */
  private void assertUsable(String content) {
    for (String bucket : List.of("wsl", "warehouse")) {
      assertThat(store.put(bucket, "e2e/proof", content).status())
          .as("PUT " + bucket)
          .isEqualTo(200);
      assertThat(store.get(bucket, "e2e/proof")).isEqualTo(new ObjectStore.Answer(200, content));
      assertThat(store.delete(bucket, "e2e/proof").status()).as("DELETE").isEqualTo(204);
    }
  }

  private JsonNode bootstrap() {
    return platform.reconciler().condition("MinioBootstrap");
  }

  private String told() {
    return bootstrap().toString();
  }

  /** A running server may write while its files go, so this can need a second try. */
  private static void removeBelow(Path volume) {
    try (Stream<Path> files = Files.walk(volume)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        if (!file.equals(volume)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot empty " + volume, e);
    }
  }

  private static void eventually(String what, ThrowingRunnable assertion) {
    Eventually.eventually(what, Duration.ofMinutes(3), assertion);
  }
}
