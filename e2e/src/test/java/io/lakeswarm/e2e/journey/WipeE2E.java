package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Lake;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.ObjectStore;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Nessie's database loses its volume: alone, under a running Nessie, and together with MinIO's. */
@Disabled("Written, not yet run on real engines.")
@OnLab
@Order(12)
class WipeE2E {
  private static final String NESSIE = "lakehouse_nessie";
  private static final String POSTGRES = "lakehouse_nessie-postgres";
  private static final String MINIO = "lakehouse_minio";

  /** A table's metadata as a job leaves it, so that there is one whichever tests ran before. */
  private static final String LEFT =
      "silver/leftover_0f8fad5b-d9cb-469f-a165-70867728950e/metadata/00000-1.metadata.json";

  private final Platform platform;
  private final Lake lake;
  private final ObjectStore store;
  private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  WipeE2E(Platform platform) {
    this.platform = platform;
    this.lake = new Lake(platform);
    this.store = new ObjectStore(platform);
  }

  @BeforeEach
  void working() {
    for (String type : List.of("MinioBootstrap", "NessieBootstrap")) {
      eventually(type, () -> assertStatus(type, "True"));
    }
  }

  @Test
  @Order(1)
  void aCatalogThatLostItsDatabaseIsFilledAgainAndItsTablesAreNamed() {
    assertThat(store.put("warehouse", LEFT, "{}").status()).isEqualTo(200);
    List<String> kept = tablesWithFiles();
    double recoveries = recoveries();
    replace(NESSIE, POSTGRES);

    assertFilledAgain();
    assertThat(recoveries()).as("bootstrap recoveries").isGreaterThan(recoveries);
    eventually(
        "the tables it lost are named",
        () -> {
          JsonNode catalog = assertStatus("CatalogInconsistent", "True");
          assertThat(catalog.path("reason").asText()).isEqualTo("CatalogLost");
          assertThat(catalog.path("message").asText()).contains("silver.leftover").contains(kept);
          assertThat(platform.reconciler().status().path("ready").asBoolean()).isFalse();
        });

    assertThat(store.delete("warehouse", LEFT).status()).isEqualTo(204);
    eventually(
        "what was removed is no longer named",
        () ->
            assertThat(condition("CatalogInconsistent").path("message").asText())
                .isNotEmpty()
                .doesNotContain("silver.leftover"));
  }

  @Test
  @Order(2)
  void aDatabaseThatIsReplacedUnderTheRunningCatalogIsFilledAgain() {
    replace(POSTGRES);

    assertFilledAgain();
  }

  @Test
  @Order(3)
  void bothAreFilledAgainAndAgree() {
    replace(NESSIE, POSTGRES, MINIO);

    assertFilledAgain();
    eventually("MinIO's bootstrap", () -> assertStatus("MinioBootstrap", "True"));
    eventually(
        "both losses are told",
        () -> {
          JsonNode reset = assertStatus("VolumeReset", "True");
          assertThat(reset.path("reason").asText()).isEqualTo("SeveralResets");
          assertThat(reset.path("message").asText())
              .contains("nessie came up on", "minio came up on")
              .doesNotContain("not proven yet");
        });
    eventually(
        "an empty catalog and an empty store agree",
        () -> assertStatus("CatalogInconsistent", "False"));
    platform.awaitReady(Duration.ofMinutes(3));
  }

  /** Ends the services, removes the volumes of those that have one, starts them again. */
  private void replace(String... services) {
    List<Node> nodes =
        List.of(services).stream().map(it -> Node.named(platform.swarm().only(it).node())).toList();
    for (int i = 0; i < services.length; i++) {
      stop(services[i], nodes.get(i));
    }
    eventually(
        "the status says that the catalog is away",
        () ->
            assertThat(condition("NessieBootstrap").path("status").asText()).isNotEqualTo("True"));
    for (int i = 0; i < services.length; i++) {
      String volume = services[i];
      Node node = nodes.get(i);
      if (!volume.equals(NESSIE)) {
        eventually("volume " + volume + " removed", () -> removeVolume(node, volume));
      }
    }
    for (int i = 0; i < services.length; i++) {
      start(services[i], nodes.get(i));
    }
  }

  /** A pinned one by its node label, for a changed number of replicas may be repaired at once. */
  private void stop(String service, Node node) {
    if (service.equals(NESSIE)) {
      docker(Node.FIRST, "service", "scale", "-d", service + "=0");
    } else {
      docker(Node.FIRST, "node", "update", "--label-rm", label(service), node.hostname());
    }
  }

  private void start(String service, Node node) {
    if (service.equals(NESSIE)) {
      docker(Node.FIRST, "service", "scale", "-d", service + "=1");
    } else {
      docker(
          Node.FIRST, "node", "update", "--label-add", label(service) + "=true", node.hostname());
    }
  }

  private static String label(String service) {
    return "lakeswarm." + service.substring(service.indexOf('_') + 1);
  }

  private void assertFilledAgain() {
    eventually(
        "the loss is told, and repaired",
        () -> {
          assertStatus("NessieBootstrap", "True");
          JsonNode reset = assertStatus("VolumeReset", "True");
          Matcher told =
              Pattern.compile(
                      "nessie came up on an empty or another volume \\(seen (\\S+Z)\\);"
                          + " re-applied namespace:gold, namespace:silver and proven by use")
                  .matcher(reset.path("message").asText());
          assertThat(told.find()).as(reset.toString()).isTrue();
          assertThat(Instant.parse(told.group(1))).as(reset.toString()).isAfterOrEqualTo(since);
        });
    assertThat(lake.namespaces()).contains("gold", "silver");
  }

  private List<String> tablesWithFiles() {
    List<String> files = store.keys("warehouse", "silver/");
    return lake.tables().stream()
        .filter(
            table ->
                files.stream().anyMatch(file -> file.startsWith(table.replace('.', '/') + "_")))
        .toList();
  }

  private double recoveries() {
    return platform
        .reconciler()
        .metric("lakeswarm_bootstrap_recovery_seconds_count", Map.of("component", "nessie"));
  }

  private JsonNode assertStatus(String type, String status) {
    JsonNode condition = condition(type);
    assertThat(condition.path("status").asText()).as(condition.toString()).isEqualTo(status);
    return condition;
  }

  private JsonNode condition(String type) {
    return platform.reconciler().condition(type);
  }

  /** The task's ended container holds the volume until it is removed too. */
  private void removeVolume(Node node, String volume) {
    String held = docker(node, "container", "ls", "-aq", "--filter", "volume=" + volume);
    held.lines().forEach(container -> docker(node, "container", "rm", container));
    docker(node, "volume", "rm", volume);
  }

  private String docker(Node node, String... words) {
    return platform.lab().docker(node, words).orThrow().text();
  }

  private static void eventually(String what, ThrowingRunnable assertion) {
    await(what)
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .untilAsserted(assertion);
  }
}
