package io.lakeswarm.e2e.scripts;

import static io.lakeswarm.e2e.lab.Eventually.SOON;
import static io.lakeswarm.e2e.lab.Eventually.eventually;
import static io.lakeswarm.e2e.scripts.FirewallNet.A;
import static io.lakeswarm.e2e.scripts.FirewallNet.A6;
import static io.lakeswarm.e2e.scripts.FirewallNet.B;
import static io.lakeswarm.e2e.scripts.FirewallNet.NODE_B;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who reaches what before and after {@code make firewall}: real packets, real nftables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirewallPacketsTest {
  /** Seconds for an answer that comes. */
  private static final int LONG = 120;

  /** Seconds for one that does not; that it was dropped is read from the counters. */
  private static final int SHORT = 3;

  private static final List<String> SSH = List.of("tcp:%s:22");
  private static final List<String> GATEWAY = List.of("tcp:%s:8080", "tcp:%s:5000");
  private static final List<String> SWARM = List.of("tcp:%s:2377", "tcp:%s:7946", "udp:%s:7946");
  private static final List<String> EXPORTERS = List.of("tcp:%s:9100", "tcp:%s:9101");

  private FirewallNet kit;
  private Namespaces net;

  @BeforeAll
  void network(@TempDir Path folder) throws IOException {
    kit = new FirewallNet(folder);
    net = kit.net();
  }

  @AfterAll
  void noNetwork() {
    if (kit != null) {
      kit.close();
    }
  }

  @BeforeEach
  void noRules() throws IOException {
    kit.reset();
  }

  @Test
  void withoutTheRulesAStrangerReachesEverything() {
    assertAnswer("s", everything(A));
    assertAnswer("s", everything(A6));
    assertAnswer("s", List.of("tcp:10.77.2.1:22"));
    assertAnswer("s", List.of("tcp:172.17.0.2:9101"));
    assertThat(framesFrom("s", "a", A, "192.0.2.255", "255.255.255.255")).isGreaterThanOrEqualTo(9);
    assertThat(framesFrom("p", "b", B)).isGreaterThanOrEqualTo(3);
  }

  @Test
  void nodesReachEverythingAndAStrangerSshAndTheGateway() {
    kit.firewall(NODE_B, "on");
    for (String node : List.of(A, B)) {
      assertSilence("s", at(node, SWARM, EXPORTERS));
      assertAnswer("s", at(node, SSH, GATEWAY));
    }
    assertAnswer("b", everything(A));
    assertAnswer("a", everything(B));
  }

  @Test
  void framesFromNoNodeAreDropped() {
    kit.firewall(NODE_B, "on");
    assertSilence("s", List.of("tcp:10.77.2.1:22"));
    assertThat(framesFrom("s", "a", A, "192.0.2.255", "255.255.255.255")).isZero();
    assertThat(framesFrom("b", "a", A)).isGreaterThanOrEqualTo(3);
    assertThat(framesFrom("a", "b", B)).isGreaterThanOrEqualTo(3);
  }

  @Test
  void aNodeReachesItself() {
    kit.firewall("", "on");
    for (String own : List.of(A, A6, "127.0.0.1", "::1")) {
      assertAnswer("a", everything(own));
    }
  }

  @Test
  void containersReachTheExportersAndNothingOfTheSwarm() {
    kit.firewall(NODE_B, "on");
    assertAnswer("p", at(A, EXPORTERS));
    assertAnswer("p", at(B, EXPORTERS));
    assertAnswer("p", List.of("tcp:192.0.2.9:9100", "tcp:192.0.2.9:7946"));
    for (String node : List.of(A, "172.18.0.1", B)) {
      assertSilence("p", at(node, SWARM));
    }
    assertThat(framesFrom("p", "a", A, "172.18.0.1")).isZero();
    assertThat(framesFrom("p", "b", B)).as("they would have a's address").isZero();
  }

  @Test
  void aRouteToCadvisorsOwnAddressIsNoWayIn() {
    kit.firewall("", "on");
    assertSilence("s", List.of("tcp:172.17.0.2:9101"));
  }

  @Test
  void overIpv6NothingOfTheKitAnswersAndSshDoes() {
    kit.firewall(NODE_B, "on");
    String link =
        net.in("a", "ip", "-6", "-o", "addr", "show", "eth0", "scope", "link").run().out();
    String local = link.replaceAll("(?s).*inet6 ([^/]+)/.*", "$1") + "%eth0";
    for (String from : List.of("s", "b")) {
      for (String address : List.of(A6, local)) {
        assertSilence(from, at(address, SWARM, EXPORTERS, GATEWAY));
        assertAnswer(from, at(address, SSH));
      }
    }
  }

  @Test
  void aStrangersOpenConnectionEndsAndANodesGoesOn(@TempDir Path folder) throws IOException {
    Path go = folder.resolve("go");
    String target = "hold:%s:9100:%s".formatted(A, go);
    try (Running stranger = net.probe("s", SHORT, List.of(target)).start();
        Running node = net.probe("b", LONG, List.of(target)).start()) {
      for (Running held : List.of(stranger, node)) {
        eventually("a connection", SOON, () -> assertThat(held.all()).isEqualTo("open\n"));
      }
      kit.firewall(NODE_B, "on");
      Files.createFile(go);
      assertThat(node.await().orThrow().out()).contains(target);
      assertThat(stranger.await().orThrow().out()).isEqualTo("open\n");
    }
  }

  private void assertAnswer(String from, List<String> targets) {
    assertThat(net.answers(from, LONG, targets)).as("from " + from).isEqualTo(targets);
  }

  /** None answers, and at least one packet for each was dropped by the rules of a or b. */
  private void assertSilence(String from, List<String> targets) {
    long before = dropped();
    assertThat(net.answers(from, SHORT, targets)).as("from " + from).isEmpty();
    assertThat(dropped() - before).as("dropped, not lost").isGreaterThanOrEqualTo(targets.size());
  }

  private long dropped() {
    return Stream.of("a", "b")
        .flatMap(node -> net.tables(node).lines())
        .filter(line -> line.matches(".*counter packets \\d+ bytes \\d+ drop"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*packets (\\d+).*", "$1")))
        .sum();
  }

  /** How many of three frames to each address came out of the node's overlay. */
  private long framesFrom(String from, String node, String... addresses) {
    long before = net.frames(node);
    net.answers(from, SHORT, Stream.of(addresses).map("frame:"::concat).toList());
    return net.frames(node) - before;
  }

  private static List<String> everything(String address) {
    return at(address, SSH, GATEWAY, SWARM, EXPORTERS);
  }

  @SafeVarargs
  private static List<String> at(String address, List<String>... targets) {
    return Stream.of(targets)
        .flatMap(List::stream)
        .map(target -> target.formatted(address))
        .toList();
  }
}
