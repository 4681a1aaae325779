package io.lakeswarm.e2e.journey;

import static io.lakeswarm.e2e.lab.Eventually.SOON;
import static io.lakeswarm.e2e.lab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Running;
import io.lakeswarm.e2e.lab.Stranger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a host that is no node gets from the platform, before and after the rules of {@code make
 * firewall} are loaded on each node.
 */
@OnLab
@Order(2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangerE2E {
  /** The gateway takes the connection and ends it. A port that is not listed took none. */
  private static final Predicate<String> REFUSED = answer -> answer.endsWith(" closed");

  private static final List<String> GUARDED = List.of("2377", "7946", "9100", "9101");

  private final Platform platform;
  @TempDir private Path folder;
  private Stranger stranger;
  private String network;

  StrangerE2E(Platform platform) {
    this.platform = platform;
  }

  @BeforeAll
  void plugIn() {
    stranger = new Stranger();
    network =
        platform
            .lab()
            .read(Node.FIRST, "networks/lakeswarm_control_internal")
            .at("/Options/com.docker.network.driver.overlay.vxlanid_list")
            .asText();
  }

  @AfterAll
  void unplug() {
    Node.ALL.forEach(node -> rules(node, "table inet lakeswarm\ndelete table inet lakeswarm\n"));
    if (stranger != null) {
      stranger.close();
    }
  }

  @Test
  @Order(1)
  void withoutTheRulesItReachesSwarmTheExportersAndTheGuardsNetwork() throws IOException {
    assertThat(ports(stranger.scan(Node.FIRST))).containsAll(GUARDED);
    assertThat(framesThatArrive(Node.FIRST)).isGreaterThanOrEqualTo(3);
  }

  @Test
  @Order(2)
  void withTheRulesOnlyTheGatewayAnswersAndItRefuses() throws IOException {
    String rules = platform.script("stacks/firewall.sh", "rules").run().orThrow().out();
    Node.ALL.forEach(node -> rules(node, rules));
    for (Node node : Node.ALL) {
      List<String> answers = stranger.scan(node);
      assertThat(answers).as(node.hostname()).allMatch(REFUSED);
      assertThat(ports(answers)).as(node.hostname()).doesNotContainAnyElementsOf(GUARDED);
      assertThat(framesThatArrive(node)).as("frames on " + node.hostname()).isZero();
    }
    platform.awaitReady(SOON);
  }

  private static List<String> ports(List<String> answers) {
    return answers.stream().map(line -> line.split(" ")[0]).toList();
  }

  private void rules(Node node, String rules) {
    platform.lab().program(node, "nft", "-f", "-").reading(rules).run().orThrow();
  }

  /** Frames that come out of the node's end of the guard's network. */
  private long framesThatArrive(Node node) throws IOException {
    String id =
        platform.lab().read(node, "networks/lakeswarm_control_internal").path("Id").asText();
    String end = node.home().resolve("exec/netns/1-" + id.substring(0, 10)).toString();
    String engine = Files.readString(node.home().resolve("pid")).strip();
    Path done = folder.resolve("done-" + System.nanoTime());
    // The engine mounted the network's end where only its own mounts show it.
    try (Running sniffer =
        Command.of(
                "nsenter",
                "-t",
                engine,
                "-m",
                "nsenter",
                "--net=" + end,
                "python3",
                Command.root().resolve("e2e/src/test/net/sniff.py").toString(),
                done.toString())
            .start()) {
      eventually("the sniffer", SOON, () -> assertThat(sniffer.output()).contains("ready"));
      stranger.sendFrames(node, network);
      Files.createFile(done);
      return Long.parseLong(sniffer.await().orThrow().out().lines().toList().get(1));
    }
  }
}
