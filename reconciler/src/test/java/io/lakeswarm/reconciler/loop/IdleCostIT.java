package io.lakeswarm.reconciler.loop;

import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.lakeswarm.reconciler.testing.Api;
import io.lakeswarm.reconciler.testing.FakeCluster;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an idle reconciler asks of the engine, as counts; times are the bench's business. */
@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
class IdleCostIT {
  private static final int RESYNCS = 4;
  private static final int BYTES_A_RESYNC = 80_000;

  /**
   * Lists of: configs; services and tasks of the workers; services and tasks of the kit; its
   * services once more, to compare them; the service of Dremio while there is none; services of
   * jobs; nodes.
   */
  private static final Map<String, Integer> CALLS_A_RESYNC =
      Map.of("GET /configs", 1, "GET /services", 5, "GET /tasks", 2, "GET /nodes", 1);

  private final FakeSwarm swarm = FakeCluster.swarm();

  /** Those, and the event stream when it is opened again. */
  private static final int CALLS_OF_A_RESYNC = 10;

  @BeforeEach
  void atRest() {
    swarm.behave(FakeSwarm.Mode.WELL);
    FakeCluster.master().up(true);
    Api.awaitReady();
    String operation =
        Api.putWorkers("{\"replicas\":2}").statusCode(202).extract().path("operation");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              swarm.advance();
              Api.viewer()
                  .get("/api/v1/operations/" + operation)
                  .then()
                  .body("state", equalTo("Succeeded"));
            });
    // The last words about it are still being stored.
    await()
        .atMost(SOON)
        .until(
            () -> {
              int writes = swarm.writeCount();
              resyncs(1);
              return swarm.writeCount() == writes;
            });
  }

  @Test
  void aResyncAsksOnceForEachThingAndWritesNothing() {
    int writes = swarm.writeCount();
    resyncs(RESYNCS);
    int seen = swarm.traffic.calls("GET /nodes");
    CALLS_A_RESYNC.forEach(
        (call, count) ->
            assertThat(swarm.traffic.calls(call))
                .as(call + " in " + seen + " resyncs: " + swarm.traffic.calls())
                .isLessThanOrEqualTo(count * (seen + 1)));
    assertThat(swarm.traffic.calls().keySet())
        .isSubsetOf("GET /configs", "GET /services", "GET /tasks", "GET /nodes", "GET /events");
    assertThat(swarm.traffic.bytes()).isLessThan((long) BYTES_A_RESYNC * (seen + 1));
    assertThat(swarm.writeCount()).isEqualTo(writes);
  }

  @Test
  void whatOthersDoCostsNothing() {
    resyncs(1);
    swarm.traffic.forget();
    for (int i = 0; i < 200; i++) {
      swarm.somebodyElseChanges("service", "shop_frontend-" + i);
      swarm.somebodyElseChanges("config", "shop_nginx-" + i);
    }
    await().atMost(SOON).until(() -> swarm.traffic.calls("GET /nodes") >= 2);
    // Two resyncs, perhaps begun a third one; 400 events that wake would be hundreds of calls.
    assertThat(swarm.traffic.total()).isLessThanOrEqualTo(3 * CALLS_OF_A_RESYNC);
  }

  @Test
  void whatIsForeignIsNeverListed() {
    resyncs(1);
    Api.viewer().get("/api/v1/status").then().statusCode(200);
    Api.viewer().get("/api/v1/plan").then().statusCode(200);
    Api.viewer().get(Api.WORKERS).then().statusCode(200);
    // Since the start of the application, every other test of it included.
    assertThat(swarm.traffic.wide()).isEmpty();
  }

  private void resyncs(int count) {
    swarm.traffic.forget();
    await().atMost(SOON).until(() -> swarm.traffic.calls("GET /nodes") >= count);
  }
}
