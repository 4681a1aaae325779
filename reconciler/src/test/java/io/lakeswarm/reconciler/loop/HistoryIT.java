package io.lakeswarm.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.plan.SparkAction;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.PassRecord;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.Origin;
import io.lakeswarm.reconciler.testing.FakeSparkMaster;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistoryIT {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Path SEED =
      Path.of(System.getProperty("project.root"), "stacks", "desired-state.yml");

  private final FakeSwarm swarm = new FakeSwarm(0);
  private final FakeSparkMaster master = new FakeSparkMaster(swarm);

  @BeforeEach
  void threeIdleWorkersAndTwoDesired() {
    swarm.scaleByHand(3);
    swarm.advance();
  }

  @AfterEach
  void close() {
    master.close();
    swarm.close();
  }

  private Incarnation start() {
    return startAt(T0);
  }

  private Incarnation startAt(Instant now) {
    return new Incarnation(
        TestSettings.of(swarm.url(), master.url(), SEED), Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void theHistoryGoesOnAfterARestart() {
    for (int i = 0; i < 6; i++) {
      start().pass();
      swarm.advance();
    }
    List<PassRecord> history = start().history();
    assertThat(history.stream().flatMap(pass -> pass.steps().stream()))
        .extracting(step -> step.action() + " " + step.cause() + " " + step.outcome())
        .containsExactly(
            "record-drain workers above desired applied",
            "drain workers above desired applied",
            "scale completed worker fills a slot applied",
            "forget-drain drained worker ended applied");
    assertThat(history).extracting(PassRecord::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(history.get(0).conditions())
        .extracting(change -> change.type() + " " + change.from() + "->" + change.to())
        .contains("DesiredStateValid ->True", "SparkWorkers ->True");
    assertThat(swarm.configNames("status")).hasSize(1);
  }

  @Test
  void aPassThatWritesStoresItsHistoryInOneWrite() {
    Incarnation one = start();
    one.pass();
    swarm.advance();
    one.pass();
    one.pass();
    swarm.scaleByHand(1);
    long before = statusWrites();
    assertThat(one.pass()).hasSize(1);
    assertThat(statusWrites()).isEqualTo(before + 1);
    assertThat(start().history()).last().extracting(PassRecord::outcome).isEqualTo("applied");
  }

  private long statusWrites() {
    return swarm.writes.stream().filter(write -> write.equals("POST /configs/create")).count();
  }

  @Test
  void whatThePredecessorPredictedIsNoSurprise() {
    start().pass();
    Incarnation next = start();
    next.revisions.append(next.source.current().number(), withReplicas(next, 0), origin());
    assertThat(next.pass()).filteredOn(write -> write.startsWith("drain")).hasSize(2);
    swarm.advance();
    next.pass();

    assertThat(next.restarts("true")).isEqualTo(3);
    assertThat(next.restarts("false")).isZero();
    assertThat(next.history().stream().flatMap(pass -> pass.steps().stream()))
        .filteredOn(step -> step.action().equals("drain"))
        .extracting(step -> step.observedRestarts().equals(Optional.of(step.predictedRestarts())))
        .containsExactly(false, true, true);
  }

  @Test
  void aServiceItsControllerDoesNotObserveIsLookedAtByThatControllerOnly() {
    Incarnation one = start();
    SparkAction write = new SparkAction.ScaleWorkers("svc1", 3, 2, swarm.model.version);
    Step step = new Step(write, "cause", "", List.of("service:spark-worker"));
    RestartWatch.Pass pass = one.watch.begin("services");
    pass.looked(Map.of());
    pass.before(step);
    swarm.scaleByHand(2);
    pass.after(StepResult.applied(step));

    one.watch.begin("nessie").looked(Map.of());
    assertThat(one.restarts("true")).isZero();
    one.watch.begin("services").looked(Map.of());
    assertThat(one.restarts("true")).isEqualTo(1);
    assertThat(one.restarts("false")).isZero();
  }

  @Test
  void theTimeOfAStatusSurvives() {
    start().pass();
    Instant later = T0.plusSeconds(900);
    Incarnation late = startAt(later);
    late.revisions.append(late.source.current().number(), withReplicas(late, 1), origin());
    late.pass();

    Condition workers = late.status.conditions().get(ConditionType.SPARK_WORKERS);
    assertThat(workers.lastTransitionTime()).isEqualTo(T0);
    assertThat(workers.observedRevision()).isEqualTo(2);
    assertThat(late.history()).last().extracting(PassRecord::start).isEqualTo(later);
  }

  private static JsonNode withReplicas(Incarnation from, int replicas) {
    JsonNode document = from.source.current().document().deepCopy();
    ((ObjectNode) document.at("/spark/workers")).put("replicas", replicas);
    return document;
  }

  private static Origin origin() {
    return new Origin("api", "operator", "test", T0, "");
  }
}
