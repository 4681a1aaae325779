package io.lakeswarm.reconciler.api;

import static io.lakeswarm.reconciler.testing.Api.operator;
import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.lakeswarm.reconciler.testing.FakeCluster;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.SwarmModel;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
class ScaleIT {
  private final FakeSwarm swarm = FakeCluster.swarm();

  @BeforeEach
  void twoIdleWorkers() {
    FakeCluster.master().up(true);
    FakeCluster.master().zombies(0);
    swarm.behave(FakeSwarm.Mode.WELL);
    await().atMost(SOON).ignoreExceptions().untilAsserted(() -> scale(2));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              swarm.advance();
              assertThat(workers().path("running").toString()).isEqualTo("2");
              assertThat(workers().path("registered").toString()).isEqualTo("2");
              assertThat(swarm.replicas()).isEqualTo(2);
              assertThat(swarm.configNames("drain")).isEmpty();
            });
    synchronized (swarm) {
      swarm.model.tasks.forEach(task -> task.coresUsed = 0);
      swarm.model.removedRunning.clear();
    }
  }

  @Test
  void scalesUpAndTheOperationSucceeds() {
    String operation = scale(3);
    await().atMost(SOON).until(() -> swarm.replicas() == 3);
    assertThat(operation(operation)).isEqualTo("Running");
    swarm.advance();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(operation(operation)).isEqualTo("Succeeded"));
    assertThat(swarm.configNames("desired")).isNotEmpty();
  }

  @Test
  void undoesScaleUpByHandAtOnceAlsoWithoutTheMaster() {
    FakeCluster.master().up(false);
    swarm.scaleByHand(4);
    await().atMost(SOON).until(() -> swarm.replicas() == 2);
    synchronized (swarm) {
      assertThat(swarm.model.removedRunning).isEmpty();
    }
  }

  @Test
  void restoresScaleDownByHandAtOnce() {
    swarm.scaleByHand(0);
    await().atMost(SOON).until(() -> swarm.replicas() == 2);
  }

  @Test
  void drainsBeforeItRemoves() {
    scale(3);
    await().atMost(SOON).until(() -> swarm.replicas() == 3);
    swarm.advance();
    synchronized (swarm) {
      swarm.model.tasks.forEach(task -> task.coresUsed = 1);
    }
    String operation = scale(1);
    await().atMost(SOON).until(() -> swarm.configNames("drain").size() == 1);
    await().atMost(SOON).until(() -> decommissioned() == 1);
    assertThat(swarm.replicas()).isEqualTo(3);
    await()
        .atMost(SOON.plus(SOON))
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> {
              assertThat(busyDraining()).isLessThanOrEqualTo(1);
              swarm.advance();
              assertThat(swarm.replicas()).isEqualTo(1);
            });
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(operation(operation)).isEqualTo("Succeeded"));
    synchronized (swarm) {
      assertThat(swarm.model.removedRunning).isEmpty();
    }
    assertThat(swarm.configNames("drain")).isEmpty();
  }

  @Test
  void supersededOperationFails() {
    String first = scale(5);
    scale(2);
    await().atMost(SOON).untilAsserted(() -> assertThat(operation(first)).isEqualTo("Failed"));
  }

  @Test
  void idlePassesWriteNothing() {
    await().atMost(SOON).untilAsserted(() -> assertThat(plan()).isEmpty());
    await().pollDelay(Duration.ofSeconds(2)).atMost(SOON).until(() -> true);
    int before = swarm.writeCount();
    double passes = passes();
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              operator().post("/api/v1/reconcile").then().statusCode(202);
              return passes() > passes + 40;
            });
    assertThat(swarm.writeCount()).isEqualTo(before);
  }

  @Test
  void masterDownIsSaidAndNobodyIsDrained() {
    scale(3);
    await().atMost(SOON).until(() -> swarm.replicas() == 3);
    swarm.advance();
    FakeCluster.master().up(false);
    scale(2);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(reason("SparkWorkers")).isEqualTo("MasterUnreadable"));
    assertThat(swarm.replicas()).isEqualTo(3);
    assertThat(swarm.configNames("drain")).isEmpty();
  }

  @Test
  void zombieWorkersAreSaidAndLeftAlone() {
    FakeCluster.master().zombies(1);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(reason("SparkWorkers")).isEqualTo("UnknownWorkersRegistered"));
    assertThat(swarm.replicas()).isEqualTo(2);
  }

  @Test
  void aLostNodeIsNamed() {
    swarm.node("n3", false);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(status("NodesAvailable")).isEqualTo("False"));
    operator()
        .get("/api/v1/status")
        .then()
        .body("conditions.message.join()", containsString("host-n3"));
    swarm.node("n3", true);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(status("NodesAvailable")).isEqualTo("True"));
  }

  @Test
  void aHandMadeChangeIsAnsweredByItsEvent() {
    double before = reactions();
    await()
        .atMost(SOON)
        .until(
            () -> {
              swarm.scaleByHand(4); // A resync may be faster than its event; one of a few is not.
              await().atMost(SOON).until(() -> swarm.replicas() == 2);
              return reactions() > before;
            });
  }

  @Test
  void eventStreamCutIsOpenedAgain() {
    swarm.cutEvents();
    swarm.scaleByHand(3);
    await().atMost(SOON).until(() -> swarm.replicas() == 2);
  }

  @Test
  void engineTroubleIsSaidAndNothingIsLost() {
    for (FakeSwarm.Mode mode :
        List.of(
            FakeSwarm.Mode.NO_LEADER,
            FakeSwarm.Mode.NOT_A_MANAGER,
            FakeSwarm.Mode.FORBIDDEN,
            FakeSwarm.Mode.SILENT)) {
      swarm.behave(mode);
      await()
          .atMost(SOON.plus(SOON))
          .untilAsserted(() -> assertThat(status("SwarmReachable")).isEqualTo("False"));
      given().get("/q/health/ready").then().statusCode(503);
      given().get("/q/health/live").then().statusCode(200);
      swarm.behave(FakeSwarm.Mode.WELL);
      swarm.scaleByHand(5);
      await().atMost(Duration.ofSeconds(70)).until(() -> swarm.replicas() == 2);
      await()
          .atMost(SOON.plus(SOON))
          .untilAsserted(() -> assertThat(status("SwarmReachable")).isEqualTo("True"));
    }
  }

  private long decommissioned() {
    synchronized (swarm) {
      return swarm.model.tasks.stream().filter(task -> task.decommissioned).count();
    }
  }

  private long busyDraining() {
    synchronized (swarm) {
      return swarm.model.tasks.stream()
          .filter(task -> task.decommissioned)
          .filter(SwarmModel.Task::isWorking)
          .count();
    }
  }

  private static String scale(int replicas) {
    return operator()
        .contentType(ContentType.JSON)
        .body("{\"replicas\":" + replicas + "}")
        .put("/api/v1/spark/workers")
        .then()
        .statusCode(202)
        .extract()
        .path("operation");
  }

  private static Response workers() {
    return operator().get("/api/v1/spark/workers");
  }

  private static String operation(String id) {
    return operator().get("/api/v1/operations/" + id).path("state");
  }

  private static List<Object> plan() {
    List<Object> steps = operator().get("/api/v1/plan").jsonPath().getList("$");
    // The object store and the catalog are not there in this test; they wait.
    return steps.stream().filter(step -> !step.toString().contains("action=wait")).toList();
  }

  private static String reason(String type) {
    return operator()
        .get("/api/v1/status")
        .path("conditions.find { it.type == '" + type + "' }.reason");
  }

  private static String status(String type) {
    return operator()
        .get("/api/v1/status")
        .path("conditions.find { it.type == '" + type + "' }.status");
  }

  private static double passes() {
    return metric("lakeswarm_reconcile_duration_seconds_count{controller=\"spark-workers\"");
  }

  private static double reactions() {
    return metric("lakeswarm_reaction_seconds_count");
  }

  private static double metric(String start) {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
