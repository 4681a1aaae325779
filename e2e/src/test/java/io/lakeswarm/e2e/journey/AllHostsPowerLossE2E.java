package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Breweries;
import io.lakeswarm.e2e.lab.Lake;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.ObjectStore;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Snapshot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** All three hosts lose power at the same moment and get it back together, three times in a row. */
@OnLab
@Tag("long")
@Order(15)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllHostsPowerLossE2E {
  private static final Node[] ALL = Node.ALL.toArray(Node[]::new);
  private static final int WORKERS = 3;
  private static final Duration READY = Duration.ofSeconds(150);

  /** How long a worker that runs may stay unregistered once the platform is ready. */
  private static final Duration REGISTERED = Duration.ofSeconds(60);

  private final Platform platform;
  private final Lake lake;
  private final ObjectStore store;
  private List<String> bronze;
  private List<String> tables;
  private List<Integer> totals;

  AllHostsPowerLossE2E(Platform platform) {
    this.platform = platform;
    this.lake = new Lake(platform);
    this.store = new ObjectStore(platform);
  }

  @BeforeAll
  void dataAndAWorkerForEachNode() {
    platform.awaitReady(Duration.ofMinutes(2));
    try (Breweries api = new Breweries(Snapshot.file())) {
      lake.pipeline(api.url()).run().orThrow();
    }
    bronze = lake.bronze();
    tables = lake.tables();
    totals = lake.totals();
    assertThat(totals).as("versions, current rows, sum of gold").hasSize(3).doesNotContain(0);
    platform.workers(WORKERS);
  }

  @RepeatedTest(3)
  void readyWithEveryWorkerAndAllData() {
    assertThat(store.put("wsl", "e2e/power", "written before the loss").status()).isEqualTo(200);

    platform.lab().powerOff(ALL);
    long on = System.nanoTime();
    platform.lab().powerOn(ALL);

    platform.awaitReady(READY.minusNanos(System.nanoTime() - on));
    System.out.printf("e2e: all hosts on again, ready after %d s%n", seconds(on));
    platform.awaitWorkers(WORKERS, REGISTERED);
    System.out.printf("e2e: all hosts on again, all workers after %d s%n", seconds(on));
    assertThat(store.get("wsl", "e2e/power").body()).isEqualTo("written before the loss");
    assertThat(lake.bronze()).isEqualTo(bronze);
    assertThat(lake.tables()).isEqualTo(tables);
    assertThat(lake.totals()).isEqualTo(totals);
  }

  private static long seconds(long since) {
    return Duration.ofNanos(System.nanoTime() - since).toSeconds();
  }
}
