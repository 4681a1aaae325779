package io.lakeswarm.e2e.bench;

import static io.lakeswarm.e2e.bench.BenchTable.seconds;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.DremioImage;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.PinnedService;
import io.lakeswarm.e2e.lab.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Volumes taken away in turn: how long from the server's first healthy moment to the proof. */
final class RecoveryBench {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The service whose volume goes, and the condition that tells of its bootstrap. */
  private static final Map<String, String> BOOTSTRAPS =
      Map.of(
          "lakehouse_minio", "MinioBootstrap",
          "lakehouse_nessie-postgres", "NessieBootstrap",
          "query_dremio", "DremioBootstrap");

  private final Platform platform;
  private final BenchTable table;

  RecoveryBench(Platform platform, BenchTable table) {
    this.platform = platform;
    this.table = table;
  }

  /** One after the other, then two at once; ends without Dremio, as it began. */
  void inTurn() {
    String minio = "lakehouse_minio";
    String postgres = "lakehouse_nessie-postgres";
    measure("MinIO's volume lost → verified", "≤ 2 s", minio);
    measure("the volume of Nessie's Postgres lost → verified", "–", postgres);
    measure("both lost → verified", "–", minio, postgres);
    DremioImage.deployInstead(platform);
    until("Dremio is verified once", () -> isTrue("DremioBootstrap"));
    measure("Dremio's volume lost → verified (simulator)", "–", "query_dremio");
    platform.lab().docker(Node.FIRST, "stack", "rm", "query").orThrow();
  }

  /** The volumes of these services are lost at the same time. */
  private void measure(String what, String goal, String... services) {
    List<PinnedService> all =
        List.of(services).stream().map(name -> PinnedService.running(platform, name)).toList();
    all.forEach(PinnedService::stop);
    for (String service : services) {
      until(service + " is missed", () -> !isTrue(BOOTSTRAPS.get(service)));
    }
    for (PinnedService service : all) {
      until(
          "volume removed",
          () -> {
            service.removeVolume();
            return true;
          });
    }
    all.forEach(PinnedService::start);
    for (String service : services) {
      until(service + " is verified", () -> isTrue(BOOTSTRAPS.get(service)));
    }
    double slowest = List.of(services).stream().mapToDouble(this::recovery).max().orElseThrow();
    table.add(what, seconds(slowest), goal, "engine's word that it runs, to the condition's time");
  }

  private double recovery(String service) {
    String task = platform.swarm().only(service).id();
    String running =
        platform
            .lab()
            .docker(Node.FIRST, "inspect", "-f", "{{json .Status.Timestamp}}", task)
            .orThrow()
            .text()
            .replace("\"", "");
    Instant proven =
        Instant.parse(condition(BOOTSTRAPS.get(service)).path("lastTransitionTime").asText());
    return Duration.between(Instant.parse(running), proven).toMillis() / 1000.0;
  }

  private boolean isTrue(String type) {
    return condition(type).path("status").asText().equals("True");
  }

  private JsonNode condition(String type) {
    return platform.reconciler().condition(type);
  }

  private static void until(String what, Callable<Boolean> holds) {
    await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(holds);
  }
}
