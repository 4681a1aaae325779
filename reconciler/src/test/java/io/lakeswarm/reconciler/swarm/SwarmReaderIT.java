package io.lakeswarm.reconciler.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.KitService;
import io.lakeswarm.reconciler.observed.SwarmNode;
import io.lakeswarm.reconciler.testing.FakeCrowd;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.LoopbackServer;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwarmReaderIT {
  private static final int NODES = 40;

  private final FakeSwarm swarm = new FakeSwarm(0, new FakeCrowd(NODES, 30, 3000));
  private final SwarmReader reader = reader(swarm.url());

  private static SwarmReader reader(URI engine) {
    LakeswarmSettings settings =
        TestSettings.of(engine, URI.create("http://127.0.0.1:1"), Path.of("none"));
    ObjectMapper json = new ObjectMapper();
    return new SwarmReader(
        new SwarmClient(
            new DockerTransport(settings, new SecretFiles(settings)),
            json,
            settings,
            Clock.systemUTC()));
  }

  @AfterEach
  void close() {
    swarm.close();
  }

  @Test
  void whatIsForeignIsNeverSent() {
    swarm.scaleByHand(2);
    swarm.advance();
    List<KitService> kit = reader.kit();

    assertThat(kit)
        .extracting(KitService::name)
        .containsExactly(
            "gateway", "minio", "nessie", "nessie-postgres", "spark-master", "spark-worker");
    assertThat(kit).allMatch(KitService::isUp);
    assertThat(reader.services("spark-worker")).hasSize(1);
    assertThat(reader.tasks("svc1")).hasSize(2);
    assertThat(swarm.traffic.wide()).isEmpty();
    // Two lists for the whole kit, however many services it has; one of nodes for their names.
    assertThat(swarm.traffic.total()).isEqualTo(5);
    assertThat(swarm.traffic.bytes()).isLessThan(NODES * 5_000);
  }

  @Test
  void aGlobalServiceCountsOneTaskANode() {
    KitService gateway = reader.kit().get(0);
    assertThat(gateway.desired()).isEqualTo(NODES + 1);
    assertThat(gateway.running()).isEqualTo(NODES + 1);
    assertThat(gateway.nodes()).hasSize(NODES + 1).contains("host-7");
  }

  @Test
  void nodesAreReadOnceUntilSomethingHappensToThem() {
    assertThat(missing()).isEmpty();
    swarm.node("n2", false);
    assertThat(missing()).isEmpty();
    assertThat(reader.hostname("n3")).isEqualTo("host-n3");
    assertThat(reader.hostname("long-gone")).isEqualTo("long-gone");
    assertThat(swarm.traffic.calls("GET /nodes")).isEqualTo(1);

    reader.invalidateNodes();
    assertThat(missing()).containsExactly("host-n2");
    assertThat(swarm.traffic.calls("GET /nodes")).isEqualTo(2);
  }

  @Test
  void aServiceThatIsGoneIsSomethingToWaitFor() {
    assertThatThrownBy(() -> reader.tasks("svc-gone"))
        .isInstanceOf(ReconcileException.Waiting.class)
        .hasMessageContaining("service svc-gone not found");
  }

  @Test
  void aServiceRemovedBetweenTwoListsIsLookedAtAgain() {
    List<String> asked = new CopyOnWriteArrayList<>();
    try (LoopbackServer server =
        new LoopbackServer(exchange -> removedMeanwhile(exchange, asked))) {
      SwarmReader racing = reader(URI.create("tcp://" + server.uri().getAuthority()));

      assertThat(racing.kit()).extracting(KitService::name).containsExactly("minio");
      assertThat(asked).containsExactly("/services", "/tasks", "/services", "/tasks");
    }
  }

  @Test
  void aServiceThatRanOnceMissesNothing() {
    String once =
        service("airflow-init").replace("\"Labels\":{", "\"Labels\":{\"lakeswarm.runs\":\"once\",");
    String task =
        "{\"ID\":\"t1\",\"ServiceID\":\"id-airflow-init\",\"DesiredState\":\"running\",\"Status\":{\"State\":\"preparing\"}}";
    assertThat(seen("[" + once + "]", "[" + task + "]").desired()).isEqualTo(1);
    assertThat(seen("[" + once + "]", "[]").desired()).isZero();
    assertThat(seen("[" + service("minio") + "]", "[]").desired()).isEqualTo(1);
  }

  private static KitService seen(String services, String tasks) {
    try (LoopbackServer server =
        new LoopbackServer(
            exchange -> {
              try (exchange) {
                boolean asked = exchange.getRequestURI().getPath().equals("/services");
                byte[] body = (asked ? services : tasks).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
              }
            })) {
      return reader(URI.create("tcp://" + server.uri().getAuthority())).kit().get(0);
    }
  }

  /** The second service exists in the first list alone, as when it is removed right after. */
  private static void removedMeanwhile(HttpExchange exchange, List<String> asked)
      throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(path);
      boolean first = asked.size() <= 2;
      String body = "[]";
      if (path.equals("/services")) {
        body = "[" + service("minio") + (first ? "," + service("dremio") : "") + "]";
      } else if (first) {
        body = "{\"message\":\"service id-dremio not found\"}";
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(path.equals("/tasks") && first ? 404 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String service(String name) {
    return ("{'ID':'id-%s','Spec':{'Name':'lakehouse_%s','Mode':{'Replicated':{'Replicas':1}},"
            + "'Labels':{'lakeswarm.managed':'true','lakeswarm.service':'%s'}}}")
        .formatted(name, name, name)
        .replace('\'', '"');
  }

  private List<String> missing() {
    return reader.nodes().stream().filter(SwarmNode::missing).map(SwarmNode::hostname).toList();
  }
}
