package io.lakeswarm.e2e.scripts;

import static io.lakeswarm.e2e.scripts.FirewallNet.A;
import static io.lakeswarm.e2e.scripts.FirewallNet.B;
import static io.lakeswarm.e2e.scripts.FirewallNet.NODE_B;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code make firewall} does to a host: loads, keeps, takes back, and what the doctor sees.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirewallHostTest {
  private static final String UNIT = "etc/systemd/system/lakeswarm-firewall.service";
  private static final String TABLE = "table inet lakeswarm";

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
  void loadingTwiceChangesNothing() {
    assertThat(kit.firewall(NODE_B, "on").out())
        .contains("tcp 2377 7946 9100 9101, udp 4789 7946: only for 192.0.2.1 192.0.2.2");
    net.answers("s", 1, List.of("tcp:192.0.2.1:9100"));
    String before = net.tables("a");
    Command.Result second = kit.firewall(NODE_B, "on");
    assertThat(second.out().lines().filter(line -> line.endsWith(": no change"))).hasSize(2);
    assertThat(net.tables("a")).as("counters too").isEqualTo(before);
  }

  @Test
  void whatWasChangedByHandIsPutRight() {
    kit.firewall("", "on");
    String before = net.tables("a");
    String add = "add element inet lakeswarm nodes { 192.0.2.9 }";
    net.in("a", "nft", add).run().orThrow();
    assertThat(kit.firewall("", "check").out())
        .contains("warn  the firewall of this host lets in what is no node any more: 192.0.2.9");
    kit.firewall("", "on");
    assertThat(net.tables("a")).isEqualTo(before);
    assertThat(kit.firewall("", "check").out()).contains("ok    firewall of this host");
  }

  @Test
  void offTakesItBackAndNoOtherTableIsTouched() {
    String before = net.tables("a");
    kit.firewall("", "on");
    assertThat(net.tables("a")).contains(before.strip(), TABLE);
    assertThat(kit.firewall("", "off").out()).contains(": removed");
    assertThat(net.tables("a")).isEqualTo(before);
    assertThat(net.file("a", "etc/lakeswarm")).doesNotExist();
    assertThat(net.answers("s", 120, List.of("tcp:192.0.2.1:9101"))).isNotEmpty();
    assertThat(kit.firewall("", "off").out()).contains(": no rules, no change");
  }

  @Test
  void systemdLoadsTheRulesAtEachBoot() throws IOException {
    Files.createDirectories(net.file("a", "run/systemd/system"));
    assertThat(kit.firewall("", "on").out())
        .contains("loaded; lakeswarm-firewall.service loads /etc/lakeswarm/firewall.nft");
    assertThat(kit.calls())
        .containsSubsequence("daemon-reload", "enable --now lakeswarm-firewall.service");
    String loaded = net.tables("a");
    net.in("a", "nft", "delete " + TABLE).run().orThrow();
    String start =
        Files.readString(net.file("a", UNIT)).replaceAll("(?s).*\nExecStart=([^\n]+)\n.*", "$1");
    net.on("a", start.split(" ")).run().orThrow();
    assertThat(net.tables("a")).isEqualTo(loaded);
    kit.firewall("", "off");
    assertThat(kit.calls()).contains("disable --now lakeswarm-firewall.service");
    assertThat(net.file("a", UNIT)).doesNotExist();
  }

  @Test
  void withoutSystemdItSaysHowTheRulesComeBack() {
    assertThat(kit.firewall("", "on").out())
        .contains("until the next boot: there is no systemd", "nft -f /etc/lakeswarm/firewall.nft");
  }

  @Test
  void whoJoinsIsLetInFirst() throws IOException {
    List<String> join = List.of("tcp:192.0.2.1:2377");
    kit.swarm("0.0.0.0 " + A + ":2377\n", "");
    kit.firewall(NODE_B, "refresh");
    assertThat(net.tables("a") + net.tables("b")).as("was never on").doesNotContain(TABLE);
    kit.firewall("", "on");
    assertThat(net.answers("b", 3, join)).isEmpty();
    kit.firewall(NODE_B, "refresh");
    assertThat(net.answers("b", 120, join)).isEqualTo(join);
    assertThat(net.tables("b")).contains(TABLE);
  }

  @Test
  void aSwarmOnIpv6IsNotCutOff() throws IOException {
    kit.swarm("0.0.0.0 [fd00:99::1]:2377\n", B);
    Command.Result result = kit.script("", "on");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .contains("Cannot let the node at fd00:99::1 in: it is no IPv4 address");
    assertThat(net.tables("a")).doesNotContain(TABLE);
  }

  @Test
  void nftablesIsInstalledWhereItIsMissing() {
    String hide =
        "mkdir -p $0/sbin $0/work-sbin && mount -t overlay -o"
            + " lowerdir=/usr/sbin,upperdir=$0/sbin,workdir=$0/work-sbin overlay /usr/sbin"
            + " && rm /usr/sbin/nft && exec stacks/firewall.sh on";
    String home = net.file("a", "").toString();
    assertThat(net.on("a", "sh", "-c", hide, home).run().orThrow().out())
        .contains(": installing nftables", ": loaded");
    assertThat(net.tables("a")).contains(TABLE);
  }

  @Test
  void theDoctorFailsOnIpv6UntilTheFirewallIsOn() throws IOException {
    Command.Result open = kit.script("", "check");
    assertThat(open.exit()).isEqualTo(1);
    assertThat(open.out())
        .contains("FAIL  this host has global IPv6", "Run 'make firewall'")
        .contains("warn  this host does not close to strangers: tcp 2377 7946 9100 9101, udp 4789");
    Files.writeString(net.file("a", "etc/docker/daemon.json"), "{\"userland-proxy\" : false}");
    assertThat(kit.script("", "check").exit()).as("no proxy").isZero();
    Files.writeString(net.file("a", "etc/docker/daemon.json"), "{}");
    kit.firewall("", "on");
    assertThat(kit.script("", "check").exit()).as("with the firewall").isZero();
  }
}
