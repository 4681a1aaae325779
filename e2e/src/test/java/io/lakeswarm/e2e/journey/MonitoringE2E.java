package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lakeswarm.e2e.dashboards.Dashboard;
import io.lakeswarm.e2e.dashboards.DashboardCheck;
import io.lakeswarm.e2e.dashboards.DashboardReport;
import io.lakeswarm.e2e.dashboards.Explanations;
import io.lakeswarm.e2e.dashboards.PanelResult;
import io.lakeswarm.e2e.dashboards.Prometheus;
import io.lakeswarm.e2e.lab.Breweries;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Curl;
import io.lakeswarm.e2e.lab.Lake;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@OnLab
@Order(9)
class MonitoringE2E {
  private static final Path OWN = Command.root().resolve("stacks/monitoring/dashboards");
  private static final Path EXPLAINED =
      Command.root().resolve("e2e/src/test/resources/dashboards-explained.tsv");

  /** What must be found by label, with how many tasks; nobody wrote these into a list to scrape. */
  private static final Map<String, Integer> JOBS =
      Map.ofEntries(
          Map.entry("node", 3),
          Map.entry("cadvisor", 3),
          Map.entry("gateway", 3),
          Map.entry("docker-guard", 3),
          Map.entry("reconciler", 1),
          Map.entry("minio", 1),
          Map.entry("nessie", 1),
          Map.entry("postgres", 1),
          Map.entry("spark-master", 1),
          Map.entry("spark-applications", 1),
          Map.entry("spark-worker", 2),
          Map.entry("statsd", 1),
          Map.entry("alertmanager", 1),
          Map.entry("prometheus", 1));

  private final Platform platform;
  private Prometheus prometheus;

  MonitoringE2E(Platform platform) {
    this.platform = platform;
  }

  @BeforeEach
  void ready() {
    platform.awaitReady(Duration.ofMinutes(2));
    prometheus =
        new Prometheus(
            platform.url(Node.FIRST, 9090), "admin", platform.secret("gateway_password"));
  }

  @Test
  @Order(1)
  void everythingIsScrapedOnEveryNode() {
    platform.workers(2);
    eventually(
        Duration.ofMinutes(3),
        "all targets up",
        () -> {
          JOBS.forEach(
              (job, count) ->
                  assertThat(prometheus.value("count(up{job=\"" + job + "\"} == 1)"))
                      .as("targets of " + job)
                      .isEqualTo(count.doubleValue()));
          assertThat(prometheus.query("up == 0")).as("targets down").isEmpty();
          assertThat(prometheus.value("pg_up")).as("Nessie's database").isEqualTo(1);
        });
    for (Node node : Node.ALL) {
      String container =
          "count(container_last_seen{instance=\"%s\",container_label_com_docker_swarm_service_name"
              + "=\"edge_gateway\"})";
      assertThat(prometheus.value(container.formatted(node.hostname())))
          .as("the gateway's container on " + node.hostname())
          .isEqualTo(1);
    }
    eventually(
        Duration.ofMinutes(1),
        "the reconciler says so",
        () -> assertThat(monitoring()).isEqualTo("TargetsUp"));
  }

  @Test
  @Order(2)
  void exportersAskForAPassword() {
    for (int port : List.of(9100, 9101)) {
      Command.Result answer =
          Command.of(Curl.status(platform.url(Node.FIRST, port) + "/metrics")).run();
      assertThat(answer.text()).as("port " + port).isEqualTo("401");
    }
  }

  @Test
  @Order(3)
  void aLabelMakesAServiceScraped() {
    docker(
        "service",
        "update",
        "--detach",
        "--label-add",
        "prometheus-job=probe",
        "--label-add",
        "prometheus-port=9102",
        "monitoring_statsd-exporter");
    try {
      eventually(
          Duration.ofMinutes(1),
          "scraped under its new name",
          () -> assertThat(prometheus.value("count(up{job=\"probe\"} == 1)")).isEqualTo(1));
    } finally {
      docker(
          "service",
          "update",
          "--detach",
          "--label-add",
          "prometheus-job=statsd",
          "monitoring_statsd-exporter");
    }
  }

  @Test
  @Order(4)
  void everyPanelOfTheKitsDashboardsHasData() {
    try (Breweries api = new Breweries(Snapshot.file())) {
      new Lake(platform).pipeline(api.url()).run().orThrow();
    }
    for (String name : List.of("nodes", "containers", "lakeswarm", "spark")) {
      eventually(
          Duration.ofMinutes(2),
          "dashboard " + name,
          () -> {
            DashboardReport report = check(OWN.resolve(name + ".json"), Map.of());
            assertThat(report.panels().stream().filter(panel -> !panel.hasData()))
                .as(report.table())
                .isEmpty();
          });
    }
    assertThat(prometheus.value("max(lakeswarm_job_rows{job_name=\"ingest\",kind=\"rowsIn\"})"))
        .isEqualTo(Snapshot.read(Snapshot.file()).size());
  }

  @Test
  @Order(5)
  void publishedDashboardsHaveWhatKernelAndHardwareCanFeed() {
    Optional<String> folder =
        Optional.ofNullable(System.getenv("LAKESWARM_DASHBOARDS")).filter(name -> !name.isBlank());
    assumeTrue(
        folder.isPresent(),
        "LAKESWARM_DASHBOARDS is not set: 1860 and 193 are not checked (a folder with"
            + " dash1860.json and dash193.json)");
    DashboardReport docker = check(Path.of(folder.get(), "dash193.json"), Map.of());
    System.out.print(docker.table());
    assertThat(docker.withData()).as(docker.table()).isEqualTo(7);
    for (Node node : Node.ALL) {
      DashboardReport report =
          check(Path.of(folder.get(), "dash1860.json"), Map.of("nodename", node.hostname()));
      System.out.print(report.table());
      assertThat(report.unexplained().stream().map(PanelResult::panel))
          .as(report.table())
          .isEmpty();
      assertThat(report.withData()).as(report.table()).isGreaterThanOrEqualTo(100);
    }
  }

  private DashboardReport check(Path file, Map<String, String> chosen) {
    return new DashboardCheck(prometheus, Explanations.read(EXPLAINED))
        .of(Dashboard.read(file), chosen);
  }

  private String monitoring() {
    return platform.reconciler().condition("Monitoring").path("reason").asText();
  }

  private void docker(String... arguments) {
    Command.Result result = platform.lab().docker(Node.FIRST, arguments);
    assertThat(result.exit()).as(Arrays.toString(arguments) + result).isZero();
  }

  private static void eventually(Duration time, String what, ThrowingRunnable assertion) {
    await(what)
        .atMost(time)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .untilAsserted(assertion);
  }
}
