package io.lakeswarm.reconciler.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.airflow.AirflowController;
import io.lakeswarm.reconciler.config.DocumentReader;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DesiredStateParser;
import io.lakeswarm.reconciler.dremio.DremioWorld;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.minio.LakeObjects;
import io.lakeswarm.reconciler.minio.MapMemory;
import io.lakeswarm.reconciler.minio.MinioController;
import io.lakeswarm.reconciler.monitoring.MonitoringController;
import io.lakeswarm.reconciler.nessie.CatalogController;
import io.lakeswarm.reconciler.nessie.NessieController;
import io.lakeswarm.reconciler.plan.NessieAction;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.platform.PlatformController;
import io.lakeswarm.reconciler.service.ServiceController;
import io.lakeswarm.reconciler.spark.SparkMasterClient;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Health;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.BaselineStore;
import io.lakeswarm.reconciler.store.History;
import io.lakeswarm.reconciler.store.RecordJson;
import io.lakeswarm.reconciler.store.ResetFacts;
import io.lakeswarm.reconciler.store.StatusStore;
import io.lakeswarm.reconciler.swarm.DockerTransport;
import io.lakeswarm.reconciler.swarm.SwarmClient;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import io.lakeswarm.reconciler.testing.Documents;
import io.lakeswarm.reconciler.testing.LoopbackServer;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every server answers what is not its format: a condition with a reason, and no exception. */
class OddAnswersIT {
  private static final DesiredState DESIRED =
      DesiredStateParser.parse(DocumentReader.read(Documents.kit()));
  private static final List<String> SECRETS =
      List.of(
          "minio_root_user",
          "minio_root_password",
          "aws_access_key_id",
          "aws_secret_access_key",
          "dremio_password",
          "airflow_password");
  private static final List<String> ADDRESSES =
      List.of(
          "docker.url",
          "spark.master-url",
          "minio.url",
          "nessie.url",
          "dremio.url",
          "airflow.url",
          "prometheus.url");

  @TempDir Path secrets;

  static Stream<OddAnswer> answers() {
    return OddAnswer.all();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void isAReasonAndNotAnException(OddAnswer odd) throws IOException {
    try (LoopbackServer server = new LoopbackServer(odd::send)) {
      LakeswarmSettings settings = settings(server);
      controllers(settings).forEach(controller -> requireNoGoodNews(controller));
      assertThat(
              new SparkMasterClient(
                      new ObjectMapper(), settings, new SecretFiles(settings), Clock.systemUTC())
                  .read()
                  .isKnown())
          .isFalse();
      SwarmReader docker = new SwarmReader(client(settings));
      assertThatThrownBy(docker::nodes).isInstanceOf(ReconcileException.class);
      assertThatThrownBy(docker::networkNames).isInstanceOf(ReconcileException.class);
      assertThatThrownBy(docker::jobServices).isInstanceOf(ReconcileException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void aWriteToTheCatalogFailsAndDoesNotThrow(OddAnswer odd) throws IOException {
    try (LoopbackServer server = new LoopbackServer(odd::send)) {
      NessieController nessie = nessie(settings(server));
      for (NessieAction action :
          List.of(
              new NessieAction.CreateBranch("dev", "main"),
              new NessieAction.CreateNamespace("main", "silver"))) {
        StepResult result = nessie.attempt(Step.of(action, "missing"));
        assertThat(result.outcome()).as("%s", action).isEqualTo(StepResult.Outcome.FAILED);
        assertThat(result.detail()).startsWith("Cannot ").contains("Nessie at ");
      }
    }
  }

  /** An odd answer may be seen as trouble, and never as a resource that is as desired. */
  private static <O> void requireNoGoodNews(Controller<O> controller) {
    try {
      O seen = controller.observe(DESIRED);
      Plan plan = controller.plan(DESIRED, seen);
      assertThat(controller.conditions(DESIRED, seen, plan, ApplyReport.NOTHING, Instant.EPOCH))
          .as(controller.name())
          .filteredOn(condition -> condition.type() == controller.condition())
          .noneMatch(condition -> condition.health() == Health.GOOD);
    } catch (ReconcileException expected) {
      assertThat(expected.getMessage()).as(controller.name()).isNotBlank();
    }
  }

  private LakeswarmSettings settings(LoopbackServer server) throws IOException {
    for (String secret : SECRETS) {
      Files.writeString(secrets.resolve(secret), "some-secret");
    }
    Path stacks = Path.of(System.getProperty("project.root"), "stacks");
    Map<String, String> values = new HashMap<>();
    ADDRESSES.forEach(name -> values.put("lakeswarm." + name, server.uri().toString()));
    values.put("lakeswarm.docker.url", "tcp://" + server.uri().getAuthority());
    values.put("lakeswarm.docker.deadline", "10s");
    values.put("lakeswarm.spark.deadline", "10s");
    values.put("lakeswarm.secrets.dir", secrets.toString());
    values.put("lakeswarm.policies.dir", stacks.resolve("policies").toString());
    values.put("lakeswarm.desired.seed", stacks.resolve("desired-state.yml").toString());
    return TestSettings.of(values);
  }

  private static SwarmClient client(LakeswarmSettings settings) {
    return new SwarmClient(
        new DockerTransport(settings, new SecretFiles(settings)),
        new ObjectMapper(),
        settings,
        Clock.systemUTC());
  }

  private static NessieController nessie(LakeswarmSettings settings) {
    ResetFacts facts = new ResetFacts(new MapMemory());
    PlatformController platform = new PlatformController(new SwarmReader(client(settings)), facts);
    return new NessieController(settings, facts, platform, Clock.systemUTC());
  }

  private static List<Controller<?>> controllers(LakeswarmSettings settings) {
    Clock clock = Clock.systemUTC();
    ObjectMapper json = RecordJson.into(new ObjectMapper());
    SwarmClient client = client(settings);
    SwarmReader reader = new SwarmReader(client);
    SwarmConfigs configs = new SwarmConfigs(client, json);
    ResetFacts facts = new ResetFacts(new MapMemory());
    SecretFiles files = new SecretFiles(settings);
    PlatformController platform = new PlatformController(reader, facts);
    StatusStore status = new StatusStore(configs, json, new History(json, clock), clock);
    return List.of(
        platform,
        new ServiceController(reader, new BaselineStore(configs), client, clock),
        new MinioController(settings, files, facts, platform, clock),
        nessie(settings),
        new CatalogController(settings, new LakeObjects(settings, files, clock), facts, clock),
        DremioWorld.seenBy(settings, status, facts, platform, reader, clock),
        new AirflowController(settings, files, reader, clock),
        new MonitoringController(settings, reader, clock));
  }
}
