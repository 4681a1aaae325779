package io.lakeswarm.reconciler.loop;

import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.testing.Api;
import io.lakeswarm.reconciler.testing.FakeCluster;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of nodes is kept; no resync comes to its aid here. */
@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
@TestProfile(NodeEventIT.WithoutResync.class)
class NodeEventIT {
  private static final Duration LONG = Duration.ofMinutes(10);

  /** Longer than any test. */
  public static final class WithoutResync implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("lakeswarm.resync", LONG.toMinutes() + "m");
    }
  }

  private final FakeSwarm swarm = FakeCluster.swarm();
  @Inject LakeswarmSettings settings;

  @BeforeEach
  void noResync() {
    Api.awaitReady();
    assertThat(settings.resync()).isEqualTo(LONG);
  }

  @Test
  void aNodeThatGoesAndComesIsSeenByItsEvents() {
    awaitNodesAvailable("True");
    swarm.node("n3", false);
    awaitNodesAvailable("False");
    swarm.node("n3", true);
    awaitNodesAvailable("True");
  }

  @Test
  void aLossDuringACutStreamIsSeenWhenItOpensAgain() {
    awaitNodesAvailable("True");
    swarm.behave(FakeSwarm.Mode.NO_LEADER);
    swarm.node("n2", false);
    swarm.behave(FakeSwarm.Mode.WELL);
    awaitNodesAvailable("False");
    swarm.node("n2", true);
    awaitNodesAvailable("True");
  }

  private static void awaitNodesAvailable(String status) {
    String line = "lakeswarm_condition{status=\"" + status + "\",type=\"NodesAvailable\"} 1.0";
    await()
        .atMost(SOON)
        .untilAsserted(() -> given().get("/q/metrics").then().body(containsString(line)));
  }
}
