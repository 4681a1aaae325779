package io.lakeswarm.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code swarm-init.sh} on a host that is made of stub programs. */
class SwarmInitTest {
  private static final String OTHER = "unix:///other.sock";

  @TempDir private Path folder;
  private StubHost host;

  @BeforeEach
  void littleTimePasses() throws IOException {
    host = new StubHost(folder);
    host.shortPauses();
    host.stub("id", "echo 0");
  }

  @Test
  void hostThatKeepsAnOldOverlayDoesNotBecomeAManager() throws IOException {
    host.stub("docker", engine("inactive/false", "echo lakeswarm_control"));
    Command.Result result = init("").run();
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("swarm-init: Cannot use the engine of this host: it keeps lakeswarm_control")
        .contains("Restart that engine");
    assertThat(host.calls()).doesNotContain("swarm init");
  }

  @Test
  void hostThatKeepsAnOldOverlayDoesNotJoin() throws IOException {
    String left = "case \"$*\" in *other.sock*) echo lakeswarm; echo edge_registry ;; esac";
    host.stub("docker", engine("active/true", left));
    Command.Result result = init(OTHER + "=192.0.2.2").run();
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .contains("the engine of " + OTHER + ": it keeps lakeswarm, edge_registry of a swarm");
    assertThat(host.calls()).doesNotContain("swarm join --token");
  }

  @Test
  void overlayThatIsStillOnItsWayOutIsWaitedFor() throws IOException {
    String left = "[ -e \"$0.gone\" ] || { touch \"$0.gone\"; echo lakeswarm; }";
    host.stub("docker", engine("inactive/false", left));
    init("").run();
    assertThat(host.calls()).containsSubsequence("network ls", "network ls", "swarm init");
  }

  /** The lock is file 9; who still held it would refuse every later deploy. */
  @Test
  void engineThatItStartsDoesNotInheritTheDeploysLock() throws IOException {
    host.stub("docker", "[ -e \"$(dirname \"$0\")/up\" ]");
    host.stub("systemctl", "exit 1");
    host.stub("service", "exit 1");
    host.stub(
        "dockerd",
        "d=$(dirname \"$0\"); [ -e /proc/$$/fd/9 ] && echo lock >>\"$d/calls\"; touch \"$d/up\"");
    Command.Result result =
        Command.of("bash", "-c", "exec 9>\"$LOCK\"; ./swarm-init.sh --engine")
            .with(Map.of("PATH", host.path(), "DOCKER_HOST", "", "LOCK", folder + "/lock"))
            .run();
    assertThat(result.all()).contains("starting dockerd");
    assertThat(result.exit()).isZero();
    assertThat(host.calls()).contains("dockerd").doesNotContain("lock");
  }

  @Test
  void hostsWithTheFirewallLetANewNodeInBeforeItJoins() throws IOException {
    host.stub("docker", engine("active/true", ":"));
    host.stub("ssh", firewall("yes no on 192.0.2.1"));
    Command.Result result = overSsh().run();
    assertThat(host.calls())
        .as(result.toString())
        .containsSubsequence("loads ssh://root@a", "loads ssh://root@b", "swarm join --token");
  }

  @Test
  void hostsWithoutTheFirewallStayWithoutIt() throws IOException {
    host.stub("docker", engine("active/true", ":"));
    host.stub("ssh", firewall("no no on "));
    Command.Result result = overSsh().run();
    assertThat(host.calls()).as(result.toString()).contains("swarm join").doesNotContain("loads");
  }

  @Test
  void overlaysThatAreMissingAreMadeAndTheDatabaseHasNoWayOut() throws IOException {
    host.stub("docker", engine("active/true", "echo lakeswarm"));
    Command.Result result = init("").run();
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.out()).contains("overlay lakeswarm: ok", "overlay lakeswarm_nessie_db: made");
    String made = "network create --driver overlay --label lakeswarm.managed=true ";
    assertThat(host.calls())
        .contains(made + "--internal lakeswarm_nessie_db\n")
        .contains(made + "--internal lakeswarm_control_internal\n")
        .doesNotContain(made + "lakeswarm\n");
  }

  /** Hosts that answer so to the firewall's question after their state. */
  private static String firewall(String state) {
    return "case $(cat) in *'firewall_state <<'*) echo '%s' ;;".formatted(state)
        + " *'firewall_on <<'*) echo \"loads $2\" >>\"${0%/*}/calls\" ;; esac";
  }

  private Command overSsh() {
    return init("ssh://root@b").with(Map.of("DOCKER_HOST", "ssh://root@a"));
  }

  private Command init(String nodes) {
    return Command.of("./swarm-init.sh")
        .with(Map.of("PATH", host.path(), "NODES", nodes, "SECRETS_DIR", folder + "/secrets"));
  }

  /** An engine in this state that lists networks so; everything else succeeds and says nothing. */
  private static String engine(String state, String networks) {
    return "case \"$*\" in *LocalNodeState*ControlAvailable*) echo %s ;; *'network ls'*) %s ;; esac"
        .formatted(state, networks);
  }
}
