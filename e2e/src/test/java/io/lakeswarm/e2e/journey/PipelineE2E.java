package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lakeswarm.e2e.lab.Breweries;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Lake;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Snapshot;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnLab
@Order(5)
class PipelineE2E {
  private static final int CHANGED = 37;
  private static final int REMOVED = 23;
  private static final int ADDED = 11;

  private final Platform platform;
  private final Lake lake;
  private final Snapshot snapshot = Snapshot.read(Snapshot.file());

  PipelineE2E(Platform platform) {
    this.platform = platform;
    this.lake = new Lake(platform);
  }

  @Test
  @Order(1)
  void realInputIsUsed() {
    assumeTrue(
        Snapshot.realFile().isPresent(),
        "LAKESWARM_SNAPSHOT is not set: the pipeline runs on the project's own sample");
    assertThat(snapshot.size()).isEqualTo(8323);
  }

  @Test
  @Order(2)
  void aSnapshotBecomesSilverAndGold() {
    platform.workers(2);
    int rows = snapshot.size();
    assertThat(lake.bronze()).as("bronze before the first run").isEmpty();

    Command.Result run = pipeline(Snapshot.file());
    assertThat(row(run, "ingest")).as(run.toString()).startsWith(number(rows));
    assertThat(row(run, "silver"))
        .as(run.toString())
        .startsWith(number(rows), number(rows), "0", number(rows));
    assertThat(lake.totals()).isEqualTo(List.of(rows, rows, rows));
    assertThat(lake.references()).as("branches left behind").containsExactly("main");
  }

  @Test
  @Order(3)
  void theSameSnapshotAgainChangesNothing() {
    List<String> objects = lake.bronze();
    String main = lake.mainHash();
    assertThat(objects).as("an earlier run").isNotEmpty();

    Command.Result run = pipeline(Snapshot.file());
    assertThat(lake.bronze()).as("objects in bronze").isEqualTo(objects);
    assertThat(row(run, "silver"))
        .as(run.toString())
        .startsWith(number(snapshot.size()), "0", "0", number(snapshot.size()));
    assertThat(lake.mainHash()).as("head of main").isEqualTo(main);
  }

  @Test
  @Order(4)
  void anotherDayClosesAndOpensExactlyWhatDiffers(@TempDir Path folder) {
    Snapshot next = snapshot.altered(CHANGED, REMOVED, ADDED);
    Command.Result run = pipeline(next.write(folder.resolve("next.json.gz")));

    assertThat(row(run, "silver"))
        .as(run.toString())
        .startsWith(
            number(next.size()),
            number(CHANGED + ADDED),
            number(CHANGED + REMOVED),
            number(next.size()));
    assertThat(lake.totals())
        .isEqualTo(List.of(snapshot.size() + CHANGED + ADDED, next.size(), next.size()));
  }

  @Test
  @Order(5)
  void halfASnapshotIsRefusedAndMainUntouched() {
    String main = lake.mainHash();
    List<String> manifests = manifests();
    try (Breweries api = new Breweries(Snapshot.file(), "drop=" + snapshot.size() / 2)) {
      Command.Result run = lake.pipeline(api.url()).run();
      assertThat(run.exit()).as(run.toString()).isNotZero();
      assertThat(run.all())
          .contains("the pages have " + (snapshot.size() - snapshot.size() / 2) + " rows")
          .contains("the API's total is " + snapshot.size())
          .doesNotContain("== silver");
    }
    assertThat(manifests()).as("manifests").isEqualTo(manifests);
    assertThat(lake.mainHash()).as("head of main").isEqualTo(main);
  }

  private Command.Result pipeline(Path file) {
    try (Breweries api = new Breweries(file)) {
      return lake.pipeline(api.url()).run().orThrow();
    }
  }

  private List<String> manifests() {
    return lake.bronze().stream().filter(key -> key.contains("/_snapshots/")).toList();
  }

  /** The numbers of a step in the table at the end: rows in, new, closed, current. */
  private static List<String> row(Command.Result run, String step) {
    return run.out()
        .lines()
        .filter(line -> line.matches(step + " +\\S+ +\\S+ +\\S+ +\\S+ +\\S+"))
        .findFirst()
        .map(line -> List.of(line.trim().split(" +")).subList(1, 5))
        .orElse(List.of());
  }

  private static String number(int value) {
    return String.valueOf(value);
  }
}
