package io.lakeswarm.e2e.journey;

import static io.lakeswarm.e2e.lab.Reach.UNREACHED;
import static io.lakeswarm.e2e.lab.Reach.asNobody;
import static io.lakeswarm.e2e.lab.Reach.assertUnreached;
import static io.lakeswarm.e2e.lab.Reach.curl;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Containers;
import io.lakeswarm.e2e.lab.Guard;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Reach;
import io.lakeswarm.e2e.lab.Task;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who cannot use the guard of the Docker API. */
@OnLab
@Order(4)
class GuardReachE2E {
  private static final String IMAGE = "/Spec/TaskTemplate/ContainerSpec/Image";
  private static final String JOB = "e2e-reach";
  private static final List<Integer> PORTS = List.of(2375, 2381, 2382);

  private final Platform platform;
  private final Containers containers;

  GuardReachE2E(Platform platform) {
    this.platform = platform;
    this.containers = new Containers(platform.lab(), platform.swarm());
  }

  @BeforeAll
  static void nothingBeyondTheNodesHasTheirAddresses() {
    Reach.endAtTheNodes();
  }

  @AfterAll
  static void asBefore() {
    Reach.asBefore();
  }

  @Test
  void aUserOfAManagerReachesNeitherItNorTheSocket() {
    for (String url : urls()) {
      assertUnreached(asNobody(platform.lab(), curl(url)), url);
    }
    Command.Result direct =
        asNobody(
                platform.lab(),
                curl("--unix-socket", Node.FIRST.socket(), "http://engine/v1.41/services"))
            .run();
    assertThat(direct.exit()).as(direct.toString()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"notebooks_jupyterlab", "lakehouse_nessie"})
  void aContainerOfAnotherNetworkDoesNotReachIt(String service) {
    for (String url : urls()) {
      assertUnreached(containers.exec(service, curl(url)), url);
    }
  }

  @Test
  void aJobDoesNotReachIt() {
    String image = platform.swarm().service(Guard.SERVICE).at(IMAGE).asText();
    for (String url : List.of(urls().get(0), "http://docker-proxy:2375/v1.41/info")) {
      String words = "--entrypoint curl %s -s --connect-timeout 1 -o /dev/null %s";
      assertThat(containers.runTask(JOB, words.formatted(image, url))).as(url).isIn(UNREACHED);
    }
  }

  @Test
  void prometheusReadsItsListsAndNothingElse() {
    Guard guard = new Guard(platform);
    for (int port : PORTS) {
      assertThat(guard.status(port, "/services")).as("no login at " + port).isEqualTo(401);
    }
    String[] login = guard.login("prometheus");
    assertThat(guard.status(2382, "/services", login)).isEqualTo(200);
    assertThat(guard.status(2375, "/services", login)).as("the reconciler's").isEqualTo(401);
    assertThat(guard.status(2381, "/services", login)).as("Airflow's").isEqualTo(401);
    assertThat(guard.status(2382, "/secrets", login)).isEqualTo(403);
    String[] write = {login[0], login[1], "-X", "POST", "-d", "{}"};
    assertThat(guard.status(2382, "/services/create", write)).isEqualTo(403);
  }

  /** Each port of each guard, by its address: names are known only in its network. */
  private List<String> urls() {
    return platform.swarm().running(Guard.SERVICE).stream()
        .flatMap(
            task ->
                PORTS.stream().map(port -> "http://" + address(task) + ":" + port + "/v1.41/info"))
        .toList();
  }

  private String address(Task task) {
    return containers.exec(task, "hostname", "-i").run().orThrow().text();
  }
}
