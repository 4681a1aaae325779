package io.lakeswarm.e2e.bench;

import static io.lakeswarm.e2e.bench.BenchTable.millis;
import static io.lakeswarm.e2e.bench.BenchTable.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.dashboards.Prometheus;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@OnLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(3600)
class PlatformBench {
  private static final int ROUNDS =
      Integer.parseInt(Optional.ofNullable(System.getenv("BENCH_ROUNDS")).orElse("100"));
  private static final int PASSES = 100;
  private static final String[] SHUFFLE = {
    "maps=16", "mapSeconds=4", "reduces=12", "reduceSeconds=6", "kilobytes=500"
  };

  private final Platform platform;
  private final BenchTable table = new BenchTable();

  PlatformBench(Platform platform) {
    this.platform = platform;
  }

  @BeforeAll
  void atRest() {
    platform.workers(2);
  }

  @AfterAll
  void write() {
    String cpu = System.getenv().getOrDefault("BENCH_MACHINE", "");
    String engine =
        platform.lab().docker(Node.FIRST, "version", "-f", "{{.Server.Version}}").text();
    table.write(
        "%d cores, engine %s, Linux %s%s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                engine,
                System.getProperty("os.version"),
                cpu.isEmpty() ? "" : ", " + cpu));
  }

  @Test
  @Order(1)
  void imageSizes() {
    ImageSizes.measure(platform, table);
  }

  @Test
  @Order(1)
  void deployWithNothingToDo() {
    List<Double> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      runs.add(platform.deploy().run().orThrow().took().toMillis() / 1000.0);
    }
    table.add("`make swarm_deploy`, nothing to do", seconds(median(runs)), "≤ 20 s", "median of 3");
  }

  @Test
  @Order(2)
  void monitoringCost() {
    Prometheus prometheus =
        new Prometheus(
            platform.url(Node.FIRST, 9090), "admin", platform.secret("gateway_password"));
    await("five minutes at rest, with figures")
        .atMost(Duration.ofMinutes(7))
        .pollDelay(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(5))
        .ignoreExceptions()
        .until(() -> prometheus.value("min(count_over_time(up[5m]))") >= 19);
    new MonitoringCost(prometheus).addTo(table);
  }

  @Test
  @Order(3)
  void scaleUp() {
    List<Double> runs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      platform.workers(2);
      long started = System.nanoTime();
      platform.reconciler().scale(4, "bench");
      platform.awaitWorkers(4, Duration.ofMinutes(2));
      runs.add((System.nanoTime() - started) / 1e9);
    }
    platform.workers(2);
    table.add(
        "`PUT` 2 → 4 workers → registered",
        seconds(median(runs)) + ", worst " + seconds(worst(runs)),
        "≤ 10 s",
        "median of 5");
  }

  @Test
  @Order(4)
  void reaction() {
    List<Double> millis = new Reactions(platform, 2).measure(ROUNDS);
    table.add(
        "hand-made scale → correction accepted",
        "p50 %s, p99 %s, max %s"
            .formatted(
                millis(millis.get(ROUNDS / 2)),
                millis(millis.get((int) Math.ceil(ROUNDS * 0.99) - 1)),
                millis(millis.get(ROUNDS - 1))),
        "p99 ≤ 100 ms",
        ROUNDS + " times, between the two events of the engine's stream");
    double max = platform.reconciler().metric("lakeswarm_reaction_seconds_max", Map.of());
    table.add(
        "the same by the reconciler's own metric",
        "max " + millis(max * 1000),
        "p99 ≤ 100 ms",
        "`lakeswarm_reaction_seconds`, last minutes");
  }

  @Test
  @Order(4)
  void jobsOfDags() {
    JobOverhead.Seconds measured = new JobOverhead(platform).measure(5);
    table.add(
        "DAG triggered → its job's container runs",
        seconds(median(measured.toContainer()))
            + ", worst "
            + seconds(worst(measured.toContainer())),
        "≤ 6 s",
        "median of 5, by the engines' events");
    table.add(
        "job's container ended → task is success",
        seconds(median(measured.toSuccess())) + ", worst " + seconds(worst(measured.toSuccess())),
        "≤ 3 s",
        "median of 5, by the engines' events");
  }

  @Test
  @Order(5)
  void idle() {
    platform.workers(2);
    platform.awaitReady(Duration.ofMinutes(1));
    List<String> before = platform.swarm().versions();
    double passes = passes();
    await(PASSES + " passes")
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              platform.reconciler().asOperator().post("/api/v1/reconcile");
              return passes() - passes >= PASSES;
            });
    boolean same = platform.swarm().versions().equals(before);
    table.add(
        PASSES + " idle passes",
        same ? "0 writes" : "objects changed",
        "0 writes",
        "names, ids and version numbers of all services and configs before and after");
    assertThat(platform.swarm().versions()).isEqualTo(before);
  }

  @Test
  @Order(6)
  void footprint() {
    Footprint footprint = new Footprint(platform);
    table.add(
        "reconciler, resident memory at rest",
        "%.0f MB".formatted(footprint.residentMegabytes()),
        "≤ 120 MB",
        "VmRSS, median of 10 looks");
    table.add(
        "reconciler, container start to serving",
        seconds(footprint.startSeconds()),
        "≤ 1 s",
        "engine's start time to the log line");
  }

  /** Beside ours, what the engine itself takes for the same. */
  @Test
  @Order(7)
  void engineShare() {
    EngineShare share = new EngineShare(platform);
    List<Double> reads = share.readMillis(200);
    table.add(
        "the engine's own answer to one read of a service",
        "p50 %s, p99 %s".formatted(millis(reads.get(100)), millis(reads.get(197))),
        "–",
        "curl at the manager's socket, 200 times; a reaction holds four calls");
    EngineShare.Cpu idle = share.idle(Duration.ofMinutes(1));
    table.add(
        "idle minute, CPU of the reconciler",
        percent(idle.reconciler()),
        "≤ 0.5 % of a core",
        "user and system time of its process");
    table.add(
        "the same minute, the three engines",
        percent(idle.engines()),
        "–",
        "all dockerd together, whatever they did");
    table.add(
        "the same minute, the whole machine",
        percent(idle.machine()),
        "–",
        "of one core: the platform, its health checks, whatever else ran");
  }

  @Test
  @Order(8)
  void drainUnderAJob() {
    platform.workers(2);
    double ideal = probe(2, 2);
    platform.workers(4);
    double drained = probe(4, 1);
    platform.workers(2);
    table.add(
        "shuffle job, `PUT` 4 → 1 in its reduce stage",
        seconds(drained),
        "no task lost",
        "beside " + seconds(ideal) + " with two workers from start to end");
  }

  private double probe(int before, int then) {
    try (Probe probe = new Probe(platform, 4, SHUFFLE)) {
      if (then != before) {
        probe.awaitReduceStage();
        platform.reconciler().scale(then, "bench");
      }
      JsonNode result = probe.result();
      assertThat(result.path("failedTasks").asInt() + result.path("retriedStages").asInt())
          .as(result.toString())
          .isZero();
      return result.path("seconds").asDouble();
    }
  }

  @Test
  @Order(9)
  void silver() {
    SilverBench silver = new SilverBench(platform, table);
    silver.onTheCluster();
    double afresh = platform.deployAfresh().took().toMillis() / 1000.0;
    table.add(
        "`make swarm_deploy`, images built", seconds(afresh), "≤ 120 s", "empty swarm, to Ready");
    silver.inOneProcess();
    platform.deployAfresh();
    silver.aHundredTimesTheRows();
  }

  @Test
  @Order(10)
  void recovery() {
    new RecoveryBench(platform, table).inTurn();
  }

  private static String percent(double share) {
    return "%.2f %%".formatted(share * 100);
  }

  private double passes() {
    return platform.reconciler().metric("lakeswarm_reconcile_total", Map.of());
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static double worst(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
