package io.lakeswarm.reconciler.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.config.DocumentReader;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DesiredStateParser;
import io.lakeswarm.reconciler.minio.SettableClock;
import io.lakeswarm.reconciler.observed.ObservedServices;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.PlanNote;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.BaselineStore;
import io.lakeswarm.reconciler.swarm.DockerTransport;
import io.lakeswarm.reconciler.swarm.SwarmClient;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import io.lakeswarm.reconciler.testing.Documents;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.KitSpecs;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceControllerIT {
  /** As the kit ships it: minio is repaired, the rest reported. */
  private static final DesiredState DESIRED =
      DesiredStateParser.parse(DocumentReader.read(Documents.kit()));

  private static final Consumer<ObjectNode> OTHER_IMAGE =
      spec -> ((ObjectNode) spec.at("/TaskTemplate/ContainerSpec")).put("Image", "x:2");
  private static final Consumer<ObjectNode> MORE_LABELS =
      spec -> ((ObjectNode) spec.path("Labels")).put("a", "b");

  private final FakeSwarm swarm = new FakeSwarm(0);
  private final SettableClock clock = new SettableClock();
  private SwarmConfigs configs;
  private ServiceController services;

  @BeforeEach
  void deployed() {
    LakeswarmSettings settings =
        TestSettings.of(swarm.url(), URI.create("http://127.0.0.1:1"), Path.of("none"));
    ObjectMapper json = new ObjectMapper();
    SwarmClient client =
        new SwarmClient(
            new DockerTransport(settings, new SecretFiles(settings)),
            json,
            settings,
            Clock.systemUTC());
    configs = new SwarmConfigs(client, json);
    services =
        new ServiceController(new SwarmReader(client), new BaselineStore(configs), client, clock);
    record(1, KitSpecs.all());
  }

  @AfterEach
  void close() {
    swarm.close();
  }

  private void record(int number, JsonNode specs) {
    swarm.putConfig("lakeswarm-baseline-%06d".formatted(number), "baseline", specs.toString());
  }

  private void begin() {
    String since = "{\"since\":\"" + clock.instant() + "\"}";
    swarm.putConfig("lakeswarm-deploy-" + clock.millis(), "deploy", since);
  }

  @Test
  void aForeignChangeIsUndoneWithEveryFieldOfTheEngineKept() {
    String task = taskOf("minio");
    swarm.services.change("minio", OTHER_IMAGE.andThen(MORE_LABELS));
    assertThat(swarm.services.takeEnded()).containsExactly(task);
    String changed = taskOf("minio");

    Plan plan = plan();
    assertThat(plan.steps().get(0).predictedRestarts()).containsExactly("task:" + changed);
    assertThat(apply(plan)).isEqualTo(StepResult.Outcome.APPLIED);
    assertThat(swarm.services.takeEnded()).containsExactly(changed);
    assertThat(swarm.services.get("minio").path("Spec")).isEqualTo(withoutNulls("minio"));
    assertThat(plan()).isEqualTo(Plan.EMPTY);
    assertThat(condition().reason()).isEqualTo("AsDeployed");
  }

  @Test
  void nothingToDoWritesNothing() {
    int before = swarm.writeCount();
    for (int i = 0; i < 20; i++) {
      assertThat(plan().steps()).isEmpty();
      assertThat(notes()).isEmpty();
    }
    assertThat(swarm.writeCount()).isEqualTo(before);
  }

  @Test
  void onlyWhatIsDeclaredIsRepaired() {
    swarm.services.change("nessie", MORE_LABELS);
    assertThat(plan().steps()).isEmpty();
    assertThat(notes())
        .singleElement()
        .hasToString("report service:nessie label a: b -> (absent) # drift: report");
    assertThat(condition().reason()).isEqualTo("Drifted");
    assertThat(condition().message())
        .isEqualTo("The service nessie is not as deployed: label a: b -> (absent).");
  }

  @Test
  void anotherWriterInBetweenIsNotOverwritten() {
    swarm.services.change("minio", MORE_LABELS);
    Plan plan = plan();
    swarm.services.change("minio", OTHER_IMAGE);
    int writes = swarm.writeCount();
    assertThat(apply(plan)).isEqualTo(StepResult.Outcome.REFUSED);
    assertThat(swarm.writeCount()).isEqualTo(writes);
  }

  /** No event has come yet, and the configs are still cached: the change must not look foreign. */
  @Test
  void aFreshDeployIsNotUndoneAlsoWithAStaleCache() {
    assertThat(plan().steps()).isEmpty();
    begin();
    swarm.services.change("minio", OTHER_IMAGE);
    assertThat(plan().steps()).isEmpty();
    assertThat(notes()).singleElement().asString().contains("A deploy is under way");
    assertThat(conditions()).as("what was said before it still holds").isEmpty();

    ArrayNode now = KitSpecs.all();
    OTHER_IMAGE.accept((ObjectNode) now.get(0));
    record(2, now);
    swarm.removeConfigs("deploy");
    configs.invalidate(); // As the event does.
    assertThat(plan().steps()).isEmpty();
    assertThat(condition().reason()).isEqualTo("AsDeployed");
    swarm.services.change("minio", spec -> spec.setAll(KitSpecs.of("minio")));
    assertThat(plan().steps()).hasSize(1);
  }

  @Test
  void aDeployThatNeverEndsIsSaidAndNothingIsUndone() {
    begin();
    swarm.services.change("minio", OTHER_IMAGE);
    clock.advance(Duration.ofMinutes(31));
    configs.invalidate();
    assertThat(plan().steps()).isEmpty();
    assertThat(condition().reason()).isEqualTo("DeployCutOff");
    assertThat(condition().message()).contains("Run make swarm_deploy");
  }

  @Test
  void withoutARecordNothingIsCompared() {
    swarm.removeConfigs("baseline");
    swarm.services.change("minio", OTHER_IMAGE);
    assertThat(plan().steps()).isEmpty();
    assertThat(notes()).isEmpty();
    assertThat(condition().reason()).isEqualTo("NoBaseline");
  }

  @Test
  void aMissingServiceIsSaidAndNotMade() {
    swarm.services.remove("minio");
    assertThat(plan().steps()).isEmpty();
    assertThat(notes()).singleElement().asString().contains("service:minio is gone");
    assertThat(condition().reason()).isEqualTo("ServiceMissing");
    assertThat(services.differing(Plan.EMPTY, services.observe(DESIRED))).containsExactly("minio");
  }

  @Test
  void withoutItsLabelItIsFoundByNameAndLeftAlone() {
    swarm.services.change(
        "minio", spec -> ((ObjectNode) spec.path("Labels")).remove("lakeswarm.managed"));
    assertThat(plan().steps()).isEmpty();
    assertThat(notes()).singleElement().asString().contains("It has lost the label");
  }

  @Test
  void whileSwarmRollsOutItWaitsAndLooksAgainSoon() {
    swarm.services.change("minio", OTHER_IMAGE);
    swarm.services.rollOut("minio", "updating");
    assertThat(plan().steps()).isEmpty();
    assertThat(services.requeueAfter(DESIRED, services.observe(DESIRED)))
        .contains(Duration.ofSeconds(2));
    swarm.services.rollOut("minio", "completed");
    assertThat(plan().steps()).hasSize(1);
  }

  @Test
  void aFightIsSlowedDown() {
    for (int i = 0; i < 3; i++) {
      swarm.services.change("minio", MORE_LABELS);
      assertThat(apply(plan())).isEqualTo(StepResult.Outcome.APPLIED);
    }
    swarm.services.change("minio", MORE_LABELS);
    assertThat(plan().steps()).isEmpty();
    assertThat(services.requeueAfter(DESIRED, services.observe(DESIRED)))
        .contains(Duration.ofSeconds(5));
    clock.advance(Duration.ofSeconds(5));
    assertThat(apply(plan())).isEqualTo(StepResult.Outcome.APPLIED);
  }

  @Test
  void aNetworkThatIsGoneIsToldByTheEngine() {
    swarm.removeConfigs("baseline");
    ArrayNode other = KitSpecs.all();
    ((ObjectNode) other.get(0).at("/TaskTemplate/Networks/0")).put("Target", "net-of-old");
    record(1, other);
    configs.invalidate();
    Step step = plan().steps().get(0);
    StepResult result = services.attempt(step);
    assertThat(result.outcome()).isEqualTo(StepResult.Outcome.REFUSED);
    assertThat(result.detail()).contains("network net-of-old not found");
  }

  private Plan plan() {
    return services.plan(DESIRED, services.observe(DESIRED));
  }

  private List<PlanNote> notes() {
    return services.notes(DESIRED, services.observe(DESIRED));
  }

  private List<Condition> conditions() {
    ObservedServices observed = services.observe(DESIRED);
    Plan plan = services.plan(DESIRED, observed);
    return services.conditions(DESIRED, observed, plan, ApplyReport.NOTHING, clock.instant());
  }

  private Condition condition() {
    List<Condition> all = conditions();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private StepResult.Outcome apply(Plan plan) {
    assertThat(plan.steps()).hasSize(1);
    return services.attempt(plan.steps().get(0)).outcome();
  }

  private String taskOf(String service) {
    return swarm.services.tasksOf(service).get(0);
  }

  /** A null says as much as an absent field, and is not sent back. */
  private static ObjectNode withoutNulls(String service) {
    ObjectNode spec = KitSpecs.of(service);
    ((ObjectNode) spec.at("/TaskTemplate/ContainerSpec/Privileges")).removeAll();
    return spec;
  }
}
