package io.lakeswarm.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.desired.InvalidDesiredState;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.PassRecord;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.Origin;
import io.lakeswarm.reconciler.store.StaleRevision;
import io.lakeswarm.reconciler.testing.FakeSparkMaster;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartIT {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(T0, ZoneOffset.UTC);

  private final FakeSwarm swarm = new FakeSwarm(0);
  private final FakeSparkMaster master = new FakeSparkMaster(swarm);
  @TempDir Path dir;

  @BeforeEach
  void threeIdleWorkersAndTwoDesired() throws Exception {
    Path kit = Path.of(System.getProperty("project.root"), "stacks", "desired-state.yml");
    Files.copy(kit, dir.resolve("seed.yml"));
    swarm.scaleByHand(3);
    swarm.advance();
  }

  @AfterEach
  void close() {
    master.close();
    swarm.close();
  }

  private Incarnation start() {
    return new Incarnation(
        TestSettings.of(swarm.url(), master.url(), dir.resolve("seed.yml")), CLOCK);
  }

  @Test
  void killedBetweenDecisionAndSparkItGoesOn() {
    master.allowDecommission(false);
    assertThat(start().pass())
        .hasSize(2)
        .anyMatch(w -> w.startsWith("drain") && w.endsWith("FAILED"));
    assertThat(swarm.configNames("drain")).hasSize(1);
    master.allowDecommission(true);

    assertThat(start().pass()).singleElement().asString().contains("# drain recorded: APPLIED");
    finish();
  }

  @Test
  void killedAfterSparkWasToldItDrainsNobodyElse() {
    assertThat(start().pass()).hasSize(2);
    assertThat(start().pass()).isEmpty();
    assertThat(swarm.configNames("drain")).hasSize(1);
    finish();
  }

  @Test
  void killedBetweenEndOfDrainAndScaleItFinishes() {
    start().pass();
    swarm.advance();
    finish();
  }

  /** Every pass in a new incarnation, until nothing is left to do. */
  private void finish() {
    for (int i = 0; i < 6; i++) {
      swarm.advance();
      start().pass();
    }
    assertThat(start().pass()).isEmpty();
    assertThat(swarm.replicas()).isEqualTo(2);
    assertThat(swarm.configNames("drain")).isEmpty();
    assertThat(swarm.model.removedRunning).isEmpty();
    assertThat(swarm.model.tasks).hasSize(2).noneMatch(task -> task.decommissioned);
  }

  @Test
  void anotherWriterInBetweenMeansDecideAgain() {
    swarm.scaleByHand(1);
    List<StepResult> results = start().passWith(() -> swarm.scaleByHand(5));

    assertThat(results.get(0).outcome()).isEqualTo(StepResult.Outcome.REFUSED);
    assertThat(swarm.replicas()).isEqualTo(5);
    start().pass();
    assertThat(swarm.replicas()).isEqualTo(2);
  }

  @Test
  void revisionsSurviveAndTheSeedDoesNotComeBack() throws Exception {
    Incarnation first = start();
    first.revisions.append(first.source.current().number(), withReplicas(first, 5), origin());
    Files.writeString(dir.resolve("seed.yml"), "not: valid");

    assertThat(start().source.current().number()).isEqualTo(2);
    assertThat(start().source.current().state().workers().replicas()).isEqualTo(5);
  }

  @Test
  void ofTwoWritersOneIsRefused() {
    Incarnation one = start();
    Incarnation other = start();
    int number = one.source.current().number();
    one.revisions.append(number, withReplicas(one, 5), origin());

    assertThatThrownBy(() -> other.revisions.append(number, withReplicas(one, 6), origin()))
        .isInstanceOf(StaleRevision.class);
    assertThat(start().source.current().state().workers().replicas()).isEqualTo(5);
  }

  @Test
  void theNewestTwentyRevisionsAreKept() {
    Incarnation one = start();
    for (int i = 0; i < 25; i++) {
      one.revisions.append(one.source.current().number(), withReplicas(one, i % 16), origin());
    }
    assertThat(swarm.configNames("desired")).hasSize(20).contains("lakeswarm-desired-000026");
    assertThat(start().source.current().number()).isEqualTo(26);
  }

  @Test
  void anUnreadableStoreIsNotAnEmptyOne() {
    start().source.current();
    int writes = swarm.writeCount();
    swarm.behave(FakeSwarm.Mode.NO_LEADER);
    Incarnation late = start();

    assertThatThrownBy(late.source::current).isInstanceOf(ReconcileException.Unobservable.class);
    assertThatThrownBy(() -> late.status.fact("x")).isInstanceOf(ReconcileException.class);
    assertThat(late.pass()).isEmpty();
    swarm.behave(FakeSwarm.Mode.WELL);
    assertThat(swarm.writeCount()).isEqualTo(writes);
    assertThat(late.source.current().number()).isEqualTo(1);
  }

  @Test
  void anEngineThatIsDownIsNamedWithARemedy() {
    Incarnation one = start();
    one.source.current();
    swarm.close();
    one.configs.invalidate();

    assertThatThrownBy(one.source::current)
        .isInstanceOf(ReconcileException.Unobservable.class)
        .hasMessageContaining("Cannot GET /configs on tcp://127.0.0.1")
        .hasMessageContaining("Check that the proxy runs");
    assertThat(one.pass()).isEmpty();
  }

  @Test
  void aStoreThatHoldsNonsenseStopsEverything() {
    swarm.putConfig("lakeswarm-desired-000001", "desired", "not json");
    Incarnation late = start();

    assertThatThrownBy(late.source::current).isInstanceOf(ReconcileException.Stalled.class);
    assertThat(late.pass()).isEmpty();
    assertThat(swarm.replicas()).isEqualTo(3);
  }

  @Test
  void anInvalidSeedIsRefusedWithItsProblems() throws Exception {
    Files.writeString(
        dir.resolve("seed.yml"), "apiVersion: lakeswarm/v1\nspark: {workers: {replicas: x}}\n");
    Incarnation late = start();

    assertThatThrownBy(late.source::current).isInstanceOf(InvalidDesiredState.class);
    assertThat(late.pass()).isEmpty();
    Condition valid = late.status.conditions().get(ConditionType.DESIRED_STATE_VALID);
    assertThat(valid.message()).contains("line 2, spark.workers.replicas", "minio: is missing");
    assertThat(swarm.configNames("desired")).isEmpty();
  }

  @Test
  void conditionsAndFactsSurvive() {
    Incarnation first = start();
    first.status.remember("minio.deploymentId", "abc");
    Condition down = Condition.isFalse(ConditionType.MINIO_BOOTSTRAP, "Down", "It is down.", T0);
    first.status.report(idle(), List.of(down), 1, T0);
    Incarnation next = start();
    Instant later = T0.plusSeconds(60);
    Condition still =
        Condition.isFalse(ConditionType.MINIO_BOOTSTRAP, "Down", "It is down.", later);
    int writes = swarm.writeCount();
    next.status.report(idle(), List.of(still), 1, later);

    assertThat(next.status.fact("minio.deploymentId")).contains("abc");
    assertThat(next.status.fact("other")).isEmpty();
    assertThat(next.status.conditions().get(ConditionType.MINIO_BOOTSTRAP).lastTransitionTime())
        .isEqualTo(T0);
    assertThat(swarm.writeCount()).isEqualTo(writes);
    assertThat(swarm.configNames("status")).hasSize(1);
  }

  @Test
  void operationsSurviveAndTheLastTwentyFinishedAreKept() {
    Incarnation first = start();
    for (int i = 0; i < 23; i++) {
      Operation operation = first.operations.begin(new Operation.ScaleWorkers(2, 3), "why", T0);
      first.operations.update(operation.with(Operation.State.SUCCEEDED, "", List.of("step " + i)));
    }
    Operation open = first.operations.begin(new Operation.Bootstrap("minio"), "", T0);

    assertThat(swarm.configNames("operation")).hasSize(21);
    assertThat(start().operations.find(open.id())).contains(open);
  }

  @Test
  void operationsOfEarlierReleasesAreRead() {
    String data =
        "{\"id\":\"20260101-000000-0001\",\"kind\":\"scale-spark-workers\",\"from\":2,\"to\":5,"
            + "\"reason\":\"why\",\"created\":\"2026-01-01T00:00:00Z\",\"deadline\":\"2026-01-01T00:30:00Z\"}";
    Map<String, String> labels = Map.of("lakeswarm.operation.state", "RUNNING");
    start()
        .configs
        .create("operation", "lakeswarm-operation-20260101-000000-0001", json(data), labels);

    Operation read = start().operations.find("20260101-000000-0001").orElseThrow();
    assertThat(read.request()).isEqualTo(new Operation.ScaleWorkers(2, 5));
    assertThat(read.deadline()).isEqualTo(T0.plusSeconds(1800));
  }

  @Test
  void anOperationOfAnUnknownKindIsNamed() {
    JsonNode data = json("{\"id\":\"x\",\"kind\":\"paint\"}");
    start().configs.create("operation", "lakeswarm-operation-x", data, Map.of());

    assertThatThrownBy(start().operations::all)
        .isInstanceOf(ReconcileException.Stalled.class)
        .hasMessageContaining("lakeswarm-operation-x", "paint");
  }

  @Test
  void aRunningPassThatChangesNothingWritesNothing() {
    Incarnation one = start();
    finish();
    one.configs.invalidate();
    one.pass();
    int writes = swarm.writeCount();
    for (int i = 0; i < 100; i++) {
      one.configs.invalidate();
      assertThat(one.pass()).isEmpty();
    }
    assertThat(swarm.writeCount()).isEqualTo(writes);
  }

  private static JsonNode withReplicas(Incarnation from, int replicas) {
    JsonNode document = from.source.current().document().deepCopy();
    ((ObjectNode) document.at("/spark/workers")).put("replicas", replicas);
    return document;
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PassRecord idle() {
    return new PassRecord(
        0, "minio", "resync", T0, Duration.ZERO, "unchanged", List.of(), List.of());
  }

  private static Origin origin() {
    return new Origin("api", "operator", "test", T0, "");
  }
}
