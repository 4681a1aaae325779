package io.lakeswarm.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.observed.ObservedServices;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.service.ServiceController;
import io.lakeswarm.reconciler.store.BaselineStore;
import io.lakeswarm.reconciler.swarm.ServiceWriter;
import io.lakeswarm.reconciler.testing.FakeSparkMaster;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.KitSpecs;
import io.lakeswarm.reconciler.testing.RecordingProxy;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the reconciler sends to the Docker API is what the guard's tests let through
 * (images/edge/guard/testdata). {@code -Dguard.capture=true} writes the file anew; then run {@code
 * go test ./...} in images/edge/guard.
 */
class GuardRecordIT {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(T0, ZoneOffset.UTC);
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Path FILE =
      ROOT.resolve("images/edge/guard/testdata/captured-reconciler.json");
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private final FakeSwarm swarm = new FakeSwarm(0);
  private final RecordingProxy proxy = new RecordingProxy(swarm.url());
  private final FakeSparkMaster master = new FakeSparkMaster(swarm);
  @TempDir Path dir;

  @BeforeEach
  void threeIdleWorkersAndTwoDesired() throws Exception {
    Files.copy(ROOT.resolve("stacks/desired-state.yml"), dir.resolve("seed.yml"));
    swarm.scaleByHand(3);
    swarm.advance();
    swarm.putConfig("lakeswarm-baseline-000001", "baseline", KitSpecs.all().toString());
  }

  @AfterEach
  void close() {
    master.close();
    proxy.close();
    swarm.close();
  }

  @Test
  void whatIsSentIsWhatTheGuardLetsThrough() throws Exception {
    Incarnation reconciler =
        new Incarnation(
            TestSettings.of(proxy.url(), master.url(), dir.resolve("seed.yml"), TestSettings.SOON),
            CLOCK);
    DesiredState desired = reconciler.source.current().state();
    drainAWorker(reconciler);
    repair(reconciler, desired);
    remember(reconciler);
    removeAJob(reconciler);

    ArrayNode sent = JSON.createArrayNode();
    new TreeSet<>(proxy.writes().stream().map(GuardRecordIT::steady).toList())
        .forEach(line -> sent.add(tree(line)));
    if (Boolean.getBoolean("guard.capture")) {
      Files.writeString(
          FILE, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(sent) + "\n");
    }
    assertThat(sent)
        .as("Run this with -Dguard.capture=true, then the guard's tests.")
        .isEqualTo(tree(Files.readString(FILE)));
    assertThat(sent.findValuesAsText("call"))
        .contains("POST services/update", "DELETE services", "POST configs/create")
        .contains("POST configs/update", "DELETE configs");
  }

  private void drainAWorker(Incarnation reconciler) {
    for (int i = 0; i < 6; i++) {
      reconciler.configs.invalidate();
      reconciler.pass();
      swarm.advance();
    }
    assertThat(swarm.replicas()).isEqualTo(2);
  }

  private void repair(Incarnation reconciler, DesiredState desired) {
    swarm.services.change(
        "minio", spec -> ((ObjectNode) spec.at("/TaskTemplate/ContainerSpec")).put("Image", "x:2"));
    ServiceController services =
        new ServiceController(
            reconciler.reader, new BaselineStore(reconciler.configs), reconciler.client, CLOCK);
    reconciler.configs.invalidate();
    ObservedServices observed = services.observe(desired);
    services.plan(desired, observed).steps().forEach(services::attempt);
    assertThat(swarm.services.get("minio").at("/Spec/TaskTemplate/ContainerSpec/Image").asText())
        .isNotEqualTo("x:2");
  }

  /** Twice: what a newer fact replaces is removed. */
  private static void remember(Incarnation reconciler) {
    for (int i = 1; i <= 2; i++) {
      int replicas = 3 + i;
      reconciler.revise(
          document -> ((ObjectNode) document).set("spark", spark(document, replicas)));
      Operation operation =
          reconciler.operations.begin(new Operation.ScaleWorkers(2, 3), "why", T0);
      reconciler.operations.update(operation.with(Operation.State.SUCCEEDED, "", List.of()));
      reconciler.status.remember("fact", "value " + i);
      reconciler.configs.invalidate();
    }
  }

  private static JsonNode spark(JsonNode document, int replicas) {
    ObjectNode spark = document.path("spark").deepCopy();
    ((ObjectNode) spark.path("workers")).put("replicas", replicas);
    return spark;
  }

  private void removeAJob(Incarnation reconciler) {
    swarm.services.addJob(
        "airflow-breweries-ingest-f0dd92c26d",
        Map.of("lakeswarm.job", "ingest"),
        T0,
        "complete",
        T0);
    JsonNode job = reconciler.client.get("/services/airflow-breweries-ingest-f0dd92c26d");
    ServiceWriter.remove(
        reconciler.client, job.path("ID").asText(), job.at("/Version/Index").asLong());
  }

  /**
   * One line a kind of call: the guard does not judge what a config holds, nor numbers in names.
   */
  private static String steady(RecordingProxy.Write write) {
    String[] parts = write.path().split("/");
    ObjectNode call = JSON.createObjectNode();
    boolean update = write.path().endsWith("/update");
    boolean create = write.path().endsWith("/create");
    call.put(
        "call", write.method() + " " + parts[1] + (update ? "/update" : create ? "/create" : ""));
    put(call, "body", write.body());
    put(call, "live", write.live());
    if (write.live().at("/Labels/lakeswarm.service").asText().equals("minio")) {
      call.set("deployed", KitSpecs.of("minio"));
    }
    return call.toString()
        .replaceAll("\"Data\":\"[^\"]*\"", "\"Data\":\"e30=\"")
        .replaceAll("lakeswarm-operation-[0-9a-f-]+", "lakeswarm-operation-0")
        .replaceAll("(lakeswarm-[a-z]+-)[0-9-]+", "$10")
        .replaceAll("(\"lakeswarm[a-z.]+\":)\"[0-9]+\"", "$1\"0\"");
  }

  private static void put(ObjectNode call, String key, JsonNode value) {
    if (!value.isMissingNode()) {
      call.set(key, value);
    }
  }

  private static JsonNode tree(String line) {
    try {
      return JSON.readTree(line);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
