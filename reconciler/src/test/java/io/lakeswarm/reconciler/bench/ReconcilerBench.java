package io.lakeswarm.reconciler.bench;

import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1800)
class ReconcilerBench {
  private static final int DESIRED = 2;
  private static final int STARTS = 5;
  private static final int NO_OP_PASSES = 100;
  private static final int ROUNDS =
      Integer.parseInt(Optional.ofNullable(System.getenv("BENCH_ROUNDS")).orElse("200"));
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Sheet sheet = new Sheet();
  private Image image;
  private String load;

  @BeforeAll
  void train() throws IOException {
    load = load();
    image = new Image();
    image.train();
  }

  @AfterAll
  void write() throws IOException {
    sheet.note(
        "%s, %s, %d cores, load %s before and %s after. Engine, MinIO, Nessie and Spark master are"
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                image.description(),
                Runtime.getRuntime().availableProcessors(),
                load,
                load()));
    sheet.note(
        "strict simulations in one other process on the same cores; the reconciler is the packaged"
            + " jar with the image's flags.");
    sheet.write();
  }

  @ParameterizedTest
  @CsvSource({"10, 500", "100, 5000", "1000, 50000"})
  void beside(int nodes, int tasks) throws IOException {
    sheet.column(String.format(Locale.ROOT, "%,d nodes, %,d tasks", nodes, tasks));
    try (SimulatedCluster cluster = new SimulatedCluster(nodes, tasks)) {
      starts(cluster);
      try (Jvm jvm = image.start(cluster)) {
        settle(cluster, jvm);
        reactions(cluster);
        noOpPasses(cluster, jvm);
        idle(cluster, jvm); // Late, because it runs for weeks: what is used is compiled by then.
        recoveries(new Recoveries(cluster, jvm));
      }
      assertThat(cluster.swarm.traffic.wide()).as("lists of what is foreign").isEmpty();
    }
  }

  /** The first start finds nothing stored; the median is that of a restart. */
  private void starts(SimulatedCluster cluster) {
    List<Double> ready = new ArrayList<>();
    List<Double> looked = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      cluster.swarm.traffic.forget();
      try (Jvm jvm = image.start(cluster)) {
        ready.add(jvm.awaitReady());
        cpu.add(jvm.cpuSeconds());
        looked.add((cluster.swarm.traffic.firstCallNanos() - jvm.startedNanos()) / 1e9);
      }
    }
    sheet.add("start → ready, median of " + STARTS, "≤ 0.5 s", seconds(median(ready)));
    sheet.add(
        "the same in CPU time, which other work does not change much", "–", seconds(median(cpu)));
    sheet.add("start → first look at the swarm", "–", seconds(median(looked)));
  }

  private void settle(SimulatedCluster cluster, Jvm jvm) {
    jvm.awaitReady();
    await("everything as desired")
        .atMost(SOON)
        .until(
            () -> {
              cluster.swarm.advance();
              return Metrics.of(jvm).isTrue("Ready");
            });
  }

  private void idle(SimulatedCluster cluster, Jvm jvm) {
    Metrics before = Metrics.of(jvm);
    int other = cluster.otherCalls();
    cluster.swarm.traffic.forget();
    double cpu = jvm.cpuSeconds();
    long end = System.nanoTime() + IDLE.toNanos();
    await("an idle minute")
        .pollInterval(Duration.ofSeconds(1))
        .atMost(IDLE.plus(SOON))
        .until(() -> System.nanoTime() >= end);
    cpu = jvm.cpuSeconds() - cpu;
    sheet.add("idle, CPU", "≤ 0.5 %", "%.2f %%".formatted(100 * cpu / IDLE.toSeconds()));
    sheet.add("idle, calls to the engine", "–", cluster.swarm.traffic.total() + " a minute");
    sheet.add(
        "idle, read from the engine", "–", cluster.swarm.traffic.bytes() / 1000 + " kB a minute");
    sheet.add("idle, calls to MinIO and Nessie", "–", cluster.otherCalls() - other + " a minute");
    System.out.println("bench: " + cluster.swarm.traffic.calls());
    Metrics after = Metrics.of(jvm);
    for (String controller : after.controllers()) {
      sheet.add(
          "pass of `" + controller + "`, mean",
          "≤ 250 ms",
          "%.1f ms".formatted(after.meanMillis(controller, before)));
    }
    sheet.add("then resident memory", "≤ 120 MB, 1,000 nodes ≤ 150", megabytes(jvm, "VmRSS"));
    sheet.add("of it anonymous", "≤ 90 MB", megabytes(jvm, "RssAnon"));
  }

  private void reactions(SimulatedCluster cluster) {
    List<Double> millis = new Reactions(cluster, DESIRED).measure(ROUNDS);
    sheet.add(
        "hand-made change → correction accepted, p50 / p99 of " + ROUNDS,
        "≤ 8 / ≤ 20 ms",
        "%.1f / %.1f ms"
            .formatted(millis.get(ROUNDS / 2), millis.get((int) Math.ceil(ROUNDS * 0.99) - 1)));
  }

  private void noOpPasses(SimulatedCluster cluster, Jvm jvm) {
    settle(cluster, jvm);
    cluster.awaitQuiet(); // The status of before is stored a moment after it is told.
    int writes = cluster.swarm.writeCount();
    double until = Metrics.of(jvm).passes("spark-workers") + NO_OP_PASSES;
    double cpu = jvm.cpuSeconds();
    await(NO_OP_PASSES + " passes")
        .pollInterval(Duration.ofMillis(20))
        .atMost(SOON)
        .until(
            () -> {
              jvm.post("/api/v1/reconcile");
              return Metrics.of(jvm).passes("spark-workers") >= until;
            });
    sheet.add(
        NO_OP_PASSES + " passes with nothing to do",
        "0 writes",
        "%d writes, %.2f CPU-s with the asking"
            .formatted(cluster.swarm.writeCount() - writes, jvm.cpuSeconds() - cpu));
  }

  private void recoveries(Recoveries recoveries) {
    sheet.add("MinIO wiped, healthy → verified", "≤ 2 s", seconds(recoveries.minio()));
    sheet.add("Nessie wiped, answers → as desired", "–", seconds(recoveries.nessie()));
    sheet.add("no leader, leader again → seen", "–", seconds(recoveries.swarm()));
  }

  private static String megabytes(Jvm jvm, String line) {
    return "%.0f MB".formatted(jvm.megabytes(line));
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.2f s", value);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
  }
}
