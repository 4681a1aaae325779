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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Nessie's database loses its volume: alone, under a running Nessie, and together with MinIO's. */
@OnLab
@Order(13)
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
    List<String> named = new ArrayList<>(tablesWithFiles());
    named.add("silver.leftover");
    double recoveries = recoveries();
    scaleNessie(0);
    replaceDatabase();
    scaleNessie(1);

    assertFilledAgain();
    assertThat(recoveries()).as("bootstrap recoveries").isGreaterThan(recoveries);
    eventually(
        "the tables it lost are named",
        () -> {
          JsonNode catalog = assertStatus("CatalogInconsistent", "True");
          assertThat(catalog.path("reason").asText()).isEqualTo("CatalogLost");
          assertThat(catalog.path("message").asText()).contains(named);
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
    replaceDatabase();

    assertFilledAgain();
  }

  @Test
  @Order(3)
  void bothAreFilledAgainAndAgree() {
    scaleNessie(0);
    replace(
        List.of(PinnedService.running(platform, POSTGRES), PinnedService.running(platform, MINIO)));
    scaleNessie(1);

    assertFilledAgain();
    eventually("MinIO's bootstrap", () -> assertStatus("MinioBootstrap", "True"));
    eventually(
        "both losses are told",
        () -> {
          JsonNode reset = assertStatus("VolumeReset", "True");
          assertThat(reset.path("reason").asText()).isEqualTo("SeveralResets");
          assertThat(reset.path("message").asText())
              .contains("nessie came up on", "minio came up on")
              .doesNotContain("not verified yet");
        });
    eventually(
        "an empty catalog and an empty store agree",
        () -> assertStatus("CatalogInconsistent", "False"));
    platform.awaitReady(Duration.ofMinutes(3));
  }

  private void replaceDatabase() {
    replace(List.of(PinnedService.running(platform, POSTGRES)));
  }

  /** Ends the services, removes their volumes, starts them again. */
  private void replace(List<PinnedService> services) {
    services.forEach(PinnedService::stop);
    eventually(
        "the status says that the catalog is away",
        () ->
            assertThat(condition("NessieBootstrap").path("status").asText()).isNotEqualTo("True"));
    for (PinnedService service : services) {
      eventually("volume removed", service::removeVolume);
    }
    services.forEach(PinnedService::start);
  }

  private void scaleNessie(int replicas) {
    docker(Node.FIRST, "service", "scale", "-d", NESSIE + "=" + replicas);
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
                          + " re-applied namespace:gold, namespace:silver and verified")
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

  private String docker(Node node, String... words) {
    return platform.lab().docker(node, words).orThrow().text();
  }

  private static void eventually(String what, ThrowingRunnable assertion) {
    Eventually.eventually(what, Duration.ofMinutes(4), assertion);
  }
}
