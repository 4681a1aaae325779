package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.BaseTree;
import io.lakeswarm.e2e.lab.Breweries;
import io.lakeswarm.e2e.lab.Checkout;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Lake;
import io.lakeswarm.e2e.lab.ObjectStore;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Probe;
import io.lakeswarm.e2e.lab.Snapshot;
import io.lakeswarm.e2e.lab.SteadyJobs;
import io.lakeswarm.e2e.lab.SteadyJobsOutcome;
import io.lakeswarm.e2e.lab.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * This tree is deployed over the platform of an earlier commit, while a job runs, a writer writes
 * and a DAG starts a job every five seconds. The lab was deployed from that commit; {@code
 * e2e/upgrade.sh} chooses it. Both deploys have that DAG, as those of a user have the user's DAGs.
 */
@OnLab
@Tag("upgrade")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpgradeE2E {
  private static final Duration BUILD = Duration.ofMinutes(60);
  private static final Duration JOB = Duration.ofMinutes(25);
  private static final int ADDED = 3;
  private static final String JOB_NAME = "lakeswarm-job-shuffle-probe";

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
  private SteadyJobs steady;
  private Platform withDag;
  private Instant began;
  private Instant ended;
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
  void upgradeWithTablesJobsAndAWriter(@TempDir Path folder) {
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
    withDag = platform.from(SteadyJobs.addTo(Checkout.into(folder)).folder());
    withDag.script("images/build.sh").within(BUILD).run().orThrow();

    steady = new SteadyJobs(platform);
    writer = new ObjectWriter(new ObjectStore(platform));
    job = new Probe(base, 2, JOB, LONG_JOB);
    job.awaitReduceStage();
    jobTask = platform.swarm().only(jobService());
    steady.awaitFirst();
    began = Instant.now();
    deploy = withDag.deploy().run();
    ended = Instant.now();
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
    if (steady != null) {
      steady.close();
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
    if (swarmSecrets.stream().noneMatch(it -> it.contains("spark_secret"))) {
      assertThat(deploy.all())
          .contains("Spark gets another secret once these jobs have ended: " + JOB_NAME);
    }
    if (job.isAlive()) {
      assertThat(platform.swarm().tasks(jobService()))
          .extracting(Task::id)
          .containsOnly(jobTask.id());
    }
    var result = job.result();
    System.out.println("e2e: job during the upgrade " + result);
    assertThat(result.path("records")).as(job.output()).isEqualTo(result.path("expected"));
  }

  /** None of its services may be there when {@link #aSecondDeployChangesNothing} compares them. */
  @Test
  @Order(5)
  void aDagThatStartsAJobEveryFiveSecondsLosesNone() {
    SteadyJobsOutcome jobs = steady.end();
    List<SteadyJobsOutcome.Job> during = jobs.done(began, ended);
    System.out.printf(
        "e2e: %d jobs ended well, %d of them begun during the upgrade, longest pause %d s%n",
        jobs.done().size(), during.size(), jobs.longestPause().toSeconds());
    System.out.printf(
        "e2e: %d services made for them; %d repeated: %s%n",
        jobs.services().size(), jobs.repeated().size(), jobs.repeated());
    assertThat(jobs.lost()).isEmpty();
    assertThat(Set.copyOf(jobs.services()))
        .as("each job has a service of its own, which a retry makes again or takes over")
        .hasSameSizeAs(jobs.done());
    assertThat(jobs.done(Instant.MIN, began)).as("begun before the upgrade").isNotEmpty();
    assertThat(during).as("begun during the upgrade").isNotEmpty();
    assertThat(jobs.done(ended, Instant.MAX)).as("begun after the upgrade").isNotEmpty();
  }

  @Test
  @Order(6)
  void secretsKeepTheirNamesAndContent() {
    Map<String, String> now = new TreeMap<>();
    platform.secretNames().forEach(name -> now.put(name, platform.secret(name)));
    assertThat(now).containsAllEntriesOf(secrets);
    assertThat(platform.swarm().objects("secret")).containsAll(swarmSecrets);
  }

  @Test
  @Order(7)
  void aSecondDeployChangesNothing() {
    Map<String, List<String>> tasks = platform.swarm().lastingPlacement();
    List<String> objects = platform.swarm().objects("secret", "network", "service");
    Command.Result second = withDag.deploy().run().orThrow();
    assertThat(platform.swarm().lastingPlacement()).as(second.toString()).isEqualTo(tasks);
    assertThat(platform.swarm().objects("secret", "network", "service"))
        .as(second.toString())
        .isEqualTo(objects);
  }

  @Test
  @Order(8)
  void thePipelineGoesOnWithTheOldTables(@TempDir Path folder) {
    Snapshot next = snapshot.altered(0, 0, ADDED);
    try (Breweries api = new Breweries(next.write(folder.resolve("next.json.gz")))) {
      lake.pipeline(api.url()).run().orThrow();
    }
    assertThat(lake.totals()).isEqualTo(List.of(next.size(), next.size(), next.size()));
  }

  /** An update of Nessie that was undone would leave it where its database is no more. */
  @Test
  @Order(9)
  void theDatabasesAreOnNetworksOfTheirOwn() {
    assertThat(platform.swarm().networks("lakehouse_nessie-postgres"))
        .containsExactly("lakeswarm_nessie_db");
    assertThat(platform.swarm().networks("lakehouse_nessie"))
        .containsExactly("lakeswarm", "lakeswarm_nessie_db");
    assertThat(platform.swarm().networks("orchestration_airflow-postgres"))
        .containsExactly("orchestration_airflow_db");
  }

  /** The guard's clients have moved with it, or the old overlay could not be removed. */
  @Test
  @Order(10)
  void theControlOverlayIsReplaced() {
    assertThat(platform.swarm().objects("network"))
        .noneMatch(network -> network.startsWith("network lakeswarm_control "))
        .anyMatch(network -> network.startsWith("network lakeswarm_control_internal "));
    assertThat(platform.swarm().networks("edge_docker-proxy"))
        .containsExactly("lakeswarm_control_internal");
    assertThat(
            List.of(
                "reconciler_reconciler",
                "orchestration_airflow-scheduler",
                "monitoring_prometheus"))
        .allSatisfy(
            client ->
                assertThat(platform.swarm().networks(client))
                    .contains("lakeswarm_control_internal"));
  }

  private String jobService() {
    return platform.swarm().services().stream()
        .filter(name -> name.startsWith(JOB_NAME))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The probe has no service: " + job.output()));
  }
}
