package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.BaseTree;
import io.lakeswarm.e2e.lab.Breweries;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Lake;
import io.lakeswarm.e2e.lab.ObjectStore;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Probe;
import io.lakeswarm.e2e.lab.Snapshot;
import io.lakeswarm.e2e.lab.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * This tree is deployed over the platform of an earlier commit, while a job runs and a writer
 * writes. The lab was deployed from that commit; {@code e2e/upgrade.sh} chooses it.
 */
@OnLab
@Tag("upgrade")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpgradeE2E {
  private static final Duration BUILD = Duration.ofMinutes(60);
  private static final Duration JOB = Duration.ofMinutes(25);
  private static final int ADDED = 3;

  /** On two cores about five minutes without anything in its way: longer than a deploy. */
  private static final String[] LONG_JOB = {
    "maps=8", "mapSeconds=1", "reduces=60", "reduceSeconds=10", "kilobytes=500"
  };

  private final Platform platform;
  private final Platform base;
  private final Lake lake;
  private final Snapshot snapshot = Snapshot.read(Snapshot.file());
  private final Map<String, String> secrets = new TreeMap<>();
  private List<String> swarmSecrets;
  private List<Integer> totals;
  private List<String> tables;
  private List<String> manifests;
  private Task jobTask;
  private ObjectWriter writer;
  private Probe job;
  private Command.Result deploy;

  UpgradeE2E(Platform platform) {
    this.platform = platform;
    this.base =
        BaseTree.asked()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Cannot test an upgrade: no earlier commit is named. Run e2e/upgrade.sh."))
            .on(platform);
    this.lake = new Lake(platform);
  }

  @BeforeAll
  void upgradeWithTablesAJobAndAWriter() {
    Lake before = new Lake(base);
    try (Breweries api = new Breweries(Snapshot.file())) {
      before.pipeline(api.url()).run().orThrow();
    }
    totals = before.totals();
    tables = before.tables();
    manifests = before.manifests();
    platform.secretNames().forEach(name -> secrets.put(name, platform.secret(name)));
    swarmSecrets = platform.swarm().objects("secret");
    // Part of a deploy; here first, so that the job and the writer see the rest of it.
    platform.script("images/build.sh").within(BUILD).run().orThrow();

    writer = new ObjectWriter(new ObjectStore(platform));
    job = new Probe(base, 2, JOB, LONG_JOB);
    job.awaitReduceStage();
    jobTask = platform.swarm().only(jobService());
    deploy = platform.deploy().run();
    System.out.printf(
        "e2e: upgrade took %d s, the job %s%n",
        deploy.took().toSeconds(), job.isAlive() ? "still runs" : "has ended");
  }

  @AfterAll
  void end() {
    if (writer != null) {
      writer.close();
    }
    if (job != null) {
      job.close();
    }
  }

  @Test
  @Order(1)
  void theDeployEndsWithAReadyPlatform() {
    assertThat(deploy.exit()).as(deploy.toString()).isZero();
    platform.awaitReady(Duration.ofMinutes(2));
    platform.awaitTheRest(Duration.ofMinutes(2));
  }

  @Test
  @Order(2)
  void noAcknowledgedObjectIsLost() {
    writer.close();
    System.out.printf(
        "e2e: %d objects written during the upgrade, longest silence %d s%n",
        writer.acknowledged().size(), writer.longestSilence().toSeconds());
    assertThat(writer.acknowledged()).isNotEmpty();
    assertThat(writer.lost()).as("gone right after the write").isEmpty();
    assertThat(writer.missing()).as("gone after the upgrade").isEmpty();
  }

  @Test
  @Order(3)
  void theTablesHoldTheSameRows() {
    assertThat(totals).isEqualTo(List.of(snapshot.size(), snapshot.size(), snapshot.size()));
    assertThat(lake.tables()).isEqualTo(tables);
    assertThat(lake.manifests()).isEqualTo(manifests);
    assertThat(lake.totals()).isEqualTo(totals);
  }

  @Test
  @Order(4)
  void theJobThatRanMeanwhileIsNotStartedAgainAndDoesNotFail() {
    if (job.isAlive()) {
      assertThat(platform.swarm().tasks(jobService()))
          .extracting(Task::id)
          .containsOnly(jobTask.id());
    }
    var result = job.result();
    System.out.println("e2e: job during the upgrade " + result);
    assertThat(result.path("records")).as(job.output()).isEqualTo(result.path("expected"));
  }

  @Test
  @Order(5)
  void secretsKeepTheirNamesAndContent() {
    Map<String, String> now = new TreeMap<>();
    platform.secretNames().forEach(name -> now.put(name, platform.secret(name)));
    assertThat(now).containsAllEntriesOf(secrets);
    assertThat(platform.swarm().objects("secret")).containsAll(swarmSecrets);
  }

  @Test
  @Order(6)
  void aSecondDeployChangesNothing() {
    Map<String, List<String>> tasks = platform.swarm().lastingPlacement();
    List<String> objects = platform.swarm().objects("secret", "network", "service");
    Command.Result second = platform.deploy().run().orThrow();
    assertThat(platform.swarm().lastingPlacement()).as(second.toString()).isEqualTo(tasks);
    assertThat(platform.swarm().objects("secret", "network", "service"))
        .as(second.toString())
        .isEqualTo(objects);
  }

  @Test
  @Order(7)
  void thePipelineGoesOnWithTheOldTables(@TempDir Path folder) {
    Snapshot next = snapshot.altered(0, 0, ADDED);
    try (Breweries api = new Breweries(next.write(folder.resolve("next.json.gz")))) {
      lake.pipeline(api.url()).run().orThrow();
    }
    assertThat(lake.totals()).isEqualTo(List.of(next.size(), next.size(), next.size()));
  }

  /** An update of Nessie that was undone would leave it where its database is no more. */
  @Test
  @Order(8)
  void theDatabasesAreOnNetworksOfTheirOwn() {
    assertThat(platform.swarm().networks("lakehouse_nessie-postgres"))
        .containsExactly("lakeswarm_nessie_db");
    assertThat(platform.swarm().networks("lakehouse_nessie"))
        .containsExactly("lakeswarm", "lakeswarm_nessie_db");
    assertThat(platform.swarm().networks("orchestration_airflow-postgres"))
        .containsExactly("orchestration_airflow_db");
  }

  private String jobService() {
    return platform.swarm().services().stream()
        .filter(name -> name.startsWith("lakeswarm-job-shuffle-probe"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The probe has no service: " + job.output()));
  }
}
