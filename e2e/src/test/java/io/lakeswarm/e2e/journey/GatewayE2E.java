package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Containers;
import io.lakeswarm.e2e.lab.Curl;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Reconciler;
import io.restassured.specification.RequestSpecification;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@OnLab
@Order(2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayE2E {
  private static final String IMAGE = "/Spec/TaskTemplate/ContainerSpec/Image";

  private final Platform platform;
  private final Containers containers;

  GatewayE2E(Platform platform) {
    this.platform = platform;
    this.containers = new Containers(platform.lab(), platform.swarm());
  }

  static Stream<Node> nodes() {
    return Node.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void pagesWithALoginOfTheirOwnAnswer(Node node) {
    assertThat(at(node, 9001).get("/").statusCode()).as("MinIO console").isEqualTo(200);
    assertThat(at(node, 8088).get("/q/health/live").statusCode()).as("reconciler").isEqualTo(200);
    assertThat(at(node, 8088).get("/api/v1/status").statusCode()).as("no token").isEqualTo(401);
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void nobodyOutsideBecomesDremiosFirstUser(Node node) {
    int status =
        at(node, 9047)
            .contentType("application/json")
            .body("{\"userName\":\"intruder\",\"password\":\"Passw0rd\"}")
            .put("/apiv2/bootstrap/firstuser")
            .statusCode();
    assertThat(status).as("503: closed; 400: there is a first user").isIn(503, 400);
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void pagesWithoutALoginAskForOneAndOnlyShow(Node node) {
    assertGuarded(node, 18080, "/json/");
    assertGuarded(node, 19120, "/api/v2/config");
  }

  private void assertGuarded(Node node, int port, String path) {
    String page = node.hostname() + ":" + port;
    assertThat(at(node, port).get(path).statusCode()).as(page + " anonymous").isEqualTo(401);
    assertThat(signedIn(at(node, port), "wrong").get(path).statusCode())
        .as(page + " with a wrong password")
        .isEqualTo(401);
    String password = platform.secret("gateway_password");
    assertThat(signedIn(at(node, port), password).get(path).statusCode()).as(page).isEqualTo(200);
    assertThat(signedIn(at(node, port), password).post(path).statusCode())
        .as(page + " POST")
        .isEqualTo(405);
    assertThat(at(node, port).delete(path).statusCode()).as(page + " DELETE").isIn(401, 405);
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void theRegistryAnswersOnlyItsOwnNode(Node node) {
    Node other = Node.ALL.get(node.number() % Node.ALL.size());
    assertThat(curl(node, "http://127.0.0.1:5000/v2/")).as("own node").isEqualTo("200");
    for (int port : new int[] {5000, 5001}) {
      String[] words = Curl.status(platform.url(node, port) + "/v2/");
      assertRefused(platform.lab().inNode(other, words));
      assertRefused(Command.of(words).run());
    }
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void nobodyPushesWithoutThePassword(Node node) {
    String upload = "/v2/lakeswarm/intruder/blobs/uploads/";
    assertThat(curl(node, "-X", "POST", "http://127.0.0.1:5000" + upload)).isEqualTo("405");
    assertThat(curl(node, "-X", "POST", "http://127.0.0.1:5001" + upload)).isEqualTo("401");
    assertThat(curl(node, "-X", "DELETE", "http://127.0.0.1:5000/v2/x/manifests/y"))
        .isEqualTo("405");

    String image = platform.swarm().service("edge_gateway").at(IMAGE).asText();
    for (String port : new String[] {"5000", "5001"}) {
      Command.Result inContainer =
          containers.runOnce(
              node,
              image,
              Curl.status("-X", "POST", "http://" + node.address() + ":" + port + upload));
      assertThat(inContainer.text())
          .as("from a container of the same node: " + inContainer)
          .isEqualTo(port.equals("5000") ? "405" : "401");
    }
  }

  private String curl(Node node, String... arguments) {
    return platform.lab().inNode(node, Curl.status(arguments)).orThrow().text();
  }

  /** The connection ends without an answer: reset at once (7), empty (52), reset (56). */
  private static void assertRefused(Command.Result curl) {
    assertThat(curl.exit()).as(curl.toString()).isIn(7, 52, 56);
  }

  private RequestSpecification at(Node node, int port) {
    return Reconciler.http().baseUri(platform.url(node, port));
  }

  private static RequestSpecification signedIn(RequestSpecification request, String password) {
    return request.auth().preemptive().basic("admin", password);
  }
}
