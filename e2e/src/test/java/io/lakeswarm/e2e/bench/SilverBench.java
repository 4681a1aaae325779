package io.lakeswarm.e2e.bench;

import static io.lakeswarm.e2e.bench.BenchTable.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Breweries;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Lake;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Snapshot;
import java.nio.file.Path;
import java.util.Map;

/** CPU time of the job that writes silver, drivers and workers together. */
final class SilverBench {
  private static final String CLUSTER = "spark://spark-master:7077";
  private static final String PROCESS = "local[2]";
  private static final Path WORK = Command.root().resolve("e2e/target");

  private final Platform platform;
  private final BenchTable table;
  private final Lake lake;

  SilverBench(Platform platform, BenchTable table) {
    this.platform = platform;
    this.table = table;
    this.lake = new Lake(platform);
  }

  /** An empty table, the same snapshot again, another day. */
  void onTheCluster() {
    platform.workers(2);
    Snapshot first = Snapshot.read(Snapshot.file());
    String rows = first.size() + " rows";
    ingest(Snapshot.file());
    measure("silver, " + rows + ", two workers", CLUSTER, "≤ 30 CPU-s");
    measure("silver, the same snapshot again, two workers", CLUSTER, "no file written");
    ingest(first.altered(37, 23, 11).write(WORK.resolve("altered.json.gz")));
    measure("silver, 71 changes, two workers", CLUSTER, "–");
  }

  /** An empty table, without workers. */
  void inOneProcess() {
    int rows = Snapshot.read(Snapshot.file()).size();
    ingest(Snapshot.file());
    measure("silver, " + rows + " rows, local[2]", PROCESS, "≤ 14 CPU-s");
    measure("silver, the same snapshot again, local[2]", PROCESS, "no file written");
  }

  /** New ids, so that every row is another brewery. */
  void aHundredTimesTheRows() {
    platform.workers(2);
    Path large = WORK.resolve("snapshot-x100.json.gz");
    Command.of(
            "python3",
            "-m",
            "lakeswarm_jobs.sample",
            "scale",
            Snapshot.file().toString(),
            large.toString(),
            "--factor",
            "100")
        .with(Map.of("PYTHONPATH", Command.root().resolve("jobs/python/src").toString()))
        .within(java.time.Duration.ofMinutes(5))
        .run()
        .orThrow();
    ingest(large);
    int rows = Snapshot.read(Snapshot.file()).size() * 100;
    measure("silver, " + rows + " rows, two workers", CLUSTER, "≤ 60 CPU-s, better 40");
  }

  private void ingest(Path file) {
    try (Breweries api = new Breweries(file)) {
      lake.ingest(api.url()).within(java.time.Duration.ofMinutes(15)).run().orThrow();
    }
  }

  private void measure(String what, String master, String goal) {
    SparkCpu cpu = new SparkCpu(platform);
    Command.Result run = lake.silver(master).run().orThrow();
    double used = cpu.seconds();
    assertThat(run.out()).contains("LAKESWARM_RESULT");
    String result =
        run.out().lines().filter(line -> line.startsWith("LAKESWARM_RESULT")).findFirst().get();
    table.add(
        what,
        "%s CPU".formatted(seconds(used)),
        goal,
        "wall "
            + seconds(run.took().toMillis() / 1000.0)
            + ", versions begun "
            + result.replaceAll(".*\"newVersions\":(\\d+).*", "$1"));
  }
}
