package io.lakeswarm.reconciler.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.config.DocumentReader;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DesiredStateParser;
import io.lakeswarm.reconciler.minio.SettableClock;
import io.lakeswarm.reconciler.observed.ObservedJobs;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.PlanNote;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.swarm.DockerTransport;
import io.lakeswarm.reconciler.swarm.SwarmClient;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import io.lakeswarm.reconciler.testing.Documents;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobControllerIT {
  private static final DesiredState DESIRED =
      DesiredStateParser.parse(DocumentReader.read(Documents.kit()));
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Map<String, String> BY_HAND = Map.of("lakeswarm.job", "silver");
  private static final Map<String, String> BY_AIRFLOW =
      Map.of("lakeswarm.job", "silver", "lakeswarm.job.dag", "breweries_daily");

  private final FakeSwarm swarm = new FakeSwarm(0);
  private final SettableClock clock = new SettableClock();
  private final JobController jobs = controller();

  private JobController controller() {
    LakeswarmSettings settings =
        TestSettings.of(swarm.url(), URI.create("http://127.0.0.1:1"), Path.of("none"));
    SwarmClient client =
        new SwarmClient(
            new DockerTransport(settings, new SecretFiles(settings)),
            new ObjectMapper(),
            settings,
            Clock.systemUTC());
    return new JobController(new SwarmReader(client), client, clock);
  }

  @AfterEach
  void close() {
    swarm.close();
  }

  private void add(String name, Map<String, String> labels, String state) {
    swarm.services.addJob(name, labels, clock.instant(), state, clock.instant());
  }

  private Plan plan() {
    return jobs.plan(DESIRED, jobs.observe(DESIRED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete", "failed", "rejected", "shutdown", "orphaned"})
  void anEndedJobIsRemovedByAge(String state) {
    add("left", BY_HAND, state);
    assertThat(plan().isEmpty()).isTrue();
    clock.advance(HOUR);
    Plan plan = plan();
    assertThat(jobs.attempt(plan.steps().get(0)).outcome()).isEqualTo(StepResult.Outcome.APPLIED);
    assertThat(swarm.services.names()).doesNotContain("left").contains("lakehouse_nessie-postgres");
    assertThat(swarm.writes).containsExactly("DELETE /services/svc-left");
    assertThat(plan().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"running", "pending", "preparing", ""})
  void whatMayRunOrHasNoTaskYetStays(String state) {
    add("live", BY_AIRFLOW, state);
    clock.advance(Duration.ofHours(25));
    ObservedJobs observed = jobs.observe(DESIRED);
    assertThat(jobs.plan(DESIRED, observed).isEmpty()).isTrue();
    List<PlanNote> notes = jobs.notes(DESIRED, observed);
    assertThat(notes).extracting(PlanNote::target).containsExactly("job:live");
  }

  @Test
  void whatHasNotTheLabelIsNeitherAskedForNorTouched() {
    add("foreign", Map.of("somebody", "else"), "complete");
    clock.advance(Duration.ofDays(9));
    assertThat(plan().isEmpty()).isTrue();
    assertThat(swarm.traffic.wide()).isEmpty();
    assertThat(swarm.traffic.calls("GET /tasks")).isZero();
  }

  @Test
  void aServiceThatIsTakenOverBetweenLookAndWriteStays() {
    add("left", BY_AIRFLOW, "complete");
    clock.advance(HOUR);
    Plan plan = plan();
    swarm.services.takeOver("left", clock.instant());
    assertThat(jobs.attempt(plan.steps().get(0)).outcome()).isEqualTo(StepResult.Outcome.REFUSED);
    assertThat(swarm.writes).isEmpty();
    assertThat(plan().isEmpty()).isTrue();
  }

  @Test
  void aServiceThatSomebodyRemovedMeanwhileIsNoFailure() {
    add("left", BY_AIRFLOW, "failed");
    clock.advance(HOUR);
    Plan plan = plan();
    swarm.services.remove("left");
    assertThat(jobs.attempt(plan.steps().get(0)).outcome()).isEqualTo(StepResult.Outcome.REFUSED);
  }
}
