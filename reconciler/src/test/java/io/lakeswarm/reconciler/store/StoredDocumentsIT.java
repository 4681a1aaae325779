package io.lakeswarm.reconciler.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.observed.RecordedDrain;
import io.lakeswarm.reconciler.observed.TaskState;
import io.lakeswarm.reconciler.observed.WorkerTask;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.PassRecord;
import io.lakeswarm.reconciler.swarm.DockerTransport;
import io.lakeswarm.reconciler.swarm.SwarmClient;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Documents as version 0.1.0 wrote them: they are read, and written again with the same bytes. */
class StoredDocumentsIT {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123Z");

  private static final String CONDITIONS =
      "{\"conditions\":["
          + "{\"type\":\"SwarmReachable\",\"status\":\"True\",\"reason\":\"SwarmAnswers\","
          + "\"message\":\"\",\"lastTransitionTime\":\"2026-01-01T00:00:00Z\","
          + "\"observedRevision\":3},"
          + "{\"type\":\"NodesAvailable\",\"status\":\"Unknown\",\"reason\":\"NotRead\","
          + "\"message\":\"Cannot read \\\"nodes\\\": é.\","
          + "\"lastTransitionTime\":\"2026-01-01T00:00:00.123456Z\",\"observedRevision\":0}],";

  private static final String HISTORY =
      "\"history\":[{\"sequence\":1767225600125,\"controller\":\"spark-workers\","
          + "\"trigger\":\"event\",\"start\":\"2026-01-01T00:00:00.123Z\",\"durationMillis\":1500,"
          + "\"outcome\":\"applied\",\"steps\":["
          + "{\"action\":\"scale\",\"target\":\"service:spark-worker\",\"detail\":\"3 -> 2\","
          + "\"cause\":\"scale down\",\"version\":\"41\",\"outcome\":\"applied\",\"message\":\"\","
          + "\"predictedRestarts\":[\"task:t1\",\"task:t2\"],\"observedRestarts\":[]},"
          + "{\"action\":\"create\",\"target\":\"bucket:wsl\",\"detail\":\"\","
          + "\"cause\":\"missing\",\"version\":\"\",\"outcome\":\"failed\","
          + "\"message\":\"Cannot create bucket wsl: 503.\",\"predictedRestarts\":[]}],"
          + "\"conditions\":[{\"type\":\"Ready\",\"from\":\"\",\"to\":\"False\","
          + "\"reason\":\"NotReady\",\"message\":\"Not yet.\"}]}]}";

  private static final String STATUS =
      CONDITIONS + "\"facts\":{\"minio.deploymentId\":\"d1\"}," + HISTORY;

  private static final String DOCUMENT =
      "{\"apiVersion\":\"lakeswarm/v1\",\"spark\":{\"workers\":{\"replicas\":2}},"
          + "\"minio\":{\"buckets\":[],\"policies\":[],\"users\":[]},"
          + "\"nessie\":{\"branches\":[],\"namespaces\":[]}}";

  private final FakeSwarm swarm = new FakeSwarm(0);
  private final ObjectMapper json = RecordJson.into(new ObjectMapper());
  private final Clock clock = Clock.fixed(T0, ZoneOffset.UTC);
  private final SwarmConfigs configs = configs();
  private final History history = new History(json, clock);
  private final StatusStore status = new StatusStore(configs, json, history, clock);
  private final OperationStore operations = new OperationStore(configs, json);
  private final RevisionStore revisions = new RevisionStore(configs, json);
  private final DrainStore drains = new DrainStore(configs, json, clock);

  private SwarmConfigs configs() {
    var settings =
        TestSettings.of(swarm.url(), URI.create("http://127.0.0.1:1"), Path.of("no-seed"));
    return new SwarmConfigs(
        new SwarmClient(
            new DockerTransport(settings, new SecretFiles(settings)), json, settings, clock),
        json);
  }

  @AfterEach
  void close() {
    swarm.close();
  }

  @Test
  void statusWithItsHistory() {
    swarm.putConfig("lakeswarm-status-000007", "status", STATUS);

    assertThat(status.fact("minio.deploymentId")).contains("d1");
    assertThat(status.conditions().values())
        .containsExactlyInAnyOrder(
            new Condition(
                ConditionType.SWARM_REACHABLE,
                ConditionStatus.TRUE,
                "SwarmAnswers",
                "",
                Instant.parse("2026-01-01T00:00:00Z"),
                3),
            Condition.unknown(
                ConditionType.NODES_AVAILABLE,
                "NotRead",
                "Cannot read \"nodes\": é.",
                Instant.parse("2026-01-01T00:00:00.123456Z")));
    assertThat(history.all())
        .containsExactly(
            new PassRecord(
                1767225600125L,
                "spark-workers",
                "event",
                T0,
                Duration.ofMillis(1500),
                "applied",
                List.of(
                    new PassRecord.StepRecord(
                        "scale",
                        "service:spark-worker",
                        "3 -> 2",
                        "scale down",
                        "41",
                        "applied",
                        "",
                        List.of("task:t1", "task:t2"),
                        Optional.of(List.of())),
                    new PassRecord.StepRecord(
                        "create",
                        "bucket:wsl",
                        "",
                        "missing",
                        "",
                        "failed",
                        "Cannot create bucket wsl: 503.",
                        List.of(),
                        Optional.empty())),
                List.of(
                    new PassRecord.ConditionRecord("Ready", "", "False", "NotReady", "Not yet."))));

    status.remember("nessie.x", "y");
    assertThat(newest("status"))
        .hasToString(
            CONDITIONS + "\"facts\":{\"minio.deploymentId\":\"d1\",\"nessie.x\":\"y\"}," + HISTORY);
  }

  @Test
  void operations() {
    String scaling =
        "{\"id\":\"20260101-000000-00aa\",\"kind\":\"scale-spark-workers\",\"from\":3,\"to\":2,"
            + "\"reason\":\"night\",\"created\":\"2026-01-01T00:00:00.123Z\","
            + "\"deadline\":\"2026-01-01T00:30:00.123Z\"}";
    String bootstrap =
        "{\"id\":\"20260101-000001-00ab\",\"kind\":\"bootstrap-minio\",\"reason\":\"\","
            + "\"created\":\"2026-01-01T00:00:01Z\",\"deadline\":\"2026-01-01T00:10:01Z\"}";
    store("20260101-000000-00aa", scaling);
    store("20260101-000001-00ab", bootstrap);

    assertThat(operations.all())
        .containsExactly(
            new Operation(
                "20260101-000000-00aa",
                new Operation.ScaleWorkers(3, 2),
                "night",
                T0,
                T0.plus(Duration.ofMinutes(30)),
                Operation.State.SUCCEEDED,
                "done",
                List.of("a", "b")),
            new Operation(
                "20260101-000001-00ab",
                new Operation.Bootstrap("minio"),
                "",
                Instant.parse("2026-01-01T00:00:01Z"),
                Instant.parse("2026-01-01T00:10:01Z"),
                Operation.State.SUCCEEDED,
                "done",
                List.of("a", "b")));
    assertThat(written(new Operation.ScaleWorkers(3, 2), "night"))
        .isEqualTo(scaling.replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"…\""));
    assertThat(written(new Operation.Bootstrap("minio"), ""))
        .isEqualTo(
            "{\"id\":\"…\",\"kind\":\"bootstrap-minio\",\"reason\":\"\","
                + "\"created\":\"2026-01-01T00:00:00.123Z\","
                + "\"deadline\":\"2026-01-01T00:10:00.123Z\"}");
  }

  private void store(String id, String data) {
    swarm.putConfig("lakeswarm-operation-" + id, "operation", data);
    configs.invalidate();
    configs.label(
        configs.all("operation").stream().filter(c -> c.name().endsWith(id)).findFirst().get(),
        Map.of(
            "lakeswarm.operation.state", "SUCCEEDED",
            "lakeswarm.operation.outcome", "done",
            "lakeswarm.operation.steps", "[\"a\",\"b\"]"));
  }

  private String written(Operation.Request request, String reason) {
    operations.begin(request, reason, clock.instant());
    return newest("operation").toString().replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"…\"");
  }

  @Test
  void revisions() {
    String stored =
        "{\"revision\":1,\"source\":\"file\",\"author\":\"operator\",\"reason\":\"first\","
            + "\"time\":\"2026-01-01T00:00:00.123Z\",\"fileHash\":\"ab12\",\"document\":"
            + DOCUMENT
            + "}";
    swarm.putConfig("lakeswarm-desired-000001", "desired", stored);

    Revision revision = revisions.newest().orElseThrow();
    assertThat(revision.origin()).isEqualTo(new Origin("file", "operator", "first", T0, "ab12"));
    assertThat(revision.state().workers().replicas()).isEqualTo(2);
    assertThat(revision.document()).hasToString(DOCUMENT);

    revisions.append(1, revision.document(), revision.origin());
    assertThat(newest("desired")).hasToString(stored.replace("\"revision\":1,", "\"revision\":2,"));
  }

  @Test
  void drains() {
    String stored =
        "{\"task\":\"t1\",\"address\":\"10.0.0.7\",\"node\":\"host-a\",\"idle\":true,"
            + "\"since\":\"2026-01-01T00:00:00.123Z\"}";
    drains.record(
        new WorkerTask("t1", 1, "n1", "host-a", "10.0.0.7", TaskState.RUNNING, true, ""), true);
    assertThat(newest("drain")).hasToString(stored);
    assertThat(drains.all())
        .singleElement()
        .usingRecursiveComparison()
        .ignoringFields("configId")
        .isEqualTo(new RecordedDrain("", "t1", "10.0.0.7", true, T0));
  }

  private JsonNode newest(String kind) {
    var specs = swarm.configSpecs(kind);
    return specs.get(specs.size() - 1).path("Data");
  }
}
