package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnLab
@Order(6)
class BreweryTroubleE2E {
  private static final String[] IMPATIENT = {
    "BREWERY_ATTEMPTS=2", "BREWERY_BACKOFF=0.2", "BREWERY_READ_TIMEOUT=2"
  };

  private final Lake lake;

  @TempDir private Path folder;

  BreweryTroubleE2E(Platform platform) {
    this.lake = new Lake(platform);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "fail_page=3, page 3",
    "html_page=2, page 2",
    "slow_page=2, page 2",
    "cut_page=4,  page 4",
    "total=12345, 12345",
  })
  void isNamedAndNothingIsPublished(String fault, String named) {
    List<String> manifests = lake.manifests();
    String main = lake.mainHash();
    try (Breweries api = new Breweries(today("trouble"), fault)) {
      Command.Result run = lake.ingest(api.url(), IMPATIENT).run();
      assertThat(run.exit()).as(run.toString()).isIn(1, 2);
      assertThat(run.all()).contains(named).containsPattern("Cannot \\w+ ");
    }
    assertThat(lake.manifests()).as("manifests").isEqualTo(manifests);
    assertThat(lake.mainHash()).as("head of main").isEqualTo(main);
  }

  @Test
  void anApiThatIsNotThereIsNamed() {
    Command.Result run = lake.ingest("http://10.99.0.1:9", IMPATIENT).run();
    assertThat(run.exit()).as(run.toString()).isEqualTo(1);
    assertThat(run.all()).contains("http://10.99.0.1:9");
  }

  @Test
  void anApiThatFailsTwiceIsReadAllTheSame() {
    try (Breweries api = new Breweries(today("twice"), "fail_page=2", "fail_times=2")) {
      Command.Result run = lake.ingest(api.url(), "BREWERY_BACKOFF=0.2").run();
      assertThat(run.exit()).as(run.toString()).isZero();
      assertThat(run.out()).contains("LAKESWARM_RESULT").contains("\"changed\":true");
    }
  }

  /** Rows that were never ingested, so that a manifest would have to be written. */
  private Path today(String name) {
    Snapshot all = Snapshot.read(Snapshot.file());
    return all.altered(5 + name.length(), 0, 1).write(folder.resolve(name + ".json.gz"));
  }
}
