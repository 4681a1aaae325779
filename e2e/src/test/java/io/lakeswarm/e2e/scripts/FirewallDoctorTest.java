package io.lakeswarm.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the doctor says of the firewall, host by host. Every host is a stub that ssh reaches: a
 * manager at 10.0.0.1 and a worker at 10.0.0.2.
 */
class FirewallDoctorTest {
  private static final String A = "ssh://root@a";
  private static final String B = "ssh://root@b";

  @TempDir private Path folder;
  private StubHost host;

  @BeforeEach
  void twoNodes() throws IOException {
    host = new StubHost(folder);
    host.stub("docker", DOCKER.formatted(folder));
    host.stub(
        "ssh",
        "case $(cat) in *'firewall_state <<'*) cat \"%s/${2##*@}\" ;; *) echo 10.0.0.1 ;; esac"
            .formatted(folder));
    swarm("active/true");
    state("a", "yes no on 10.0.0.1 10.0.0.2");
    state("b", "yes no on 10.0.0.1 10.0.0.2");
  }

  private static final String DOCKER =
      """
      case "$*" in
        *LocalNodeState*) cat %s/swarm ;;
        *'node ls -q') echo a; echo b ;;
        *'node inspect'*) echo '10.0.0.1 10.0.0.1:2377'; echo 10.0.0.2 ;;
        *'node ls --format {{.ManagerStatus}}') echo Leader ;;
        *'node ls --format {{.Hostname}} {{.Status}}') echo one Ready ;;
        *Server.Version*) echo 29.1.0 ;;
        *SystemTime*) date -Is ;;
        *MemTotal*) echo 16000000000 ;;
        *DockerRootDir*) echo /none ;;
        *'info -f {{.Swarm.LocalNodeState}}') echo active ;;
        *ControlAvailable*) echo true ;;
        *NodeAddr*) echo 10.0.0.1 ;;
      esac
      """;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "yes no  on 10.0.0.1 10.0.0.2          | 0 | ok    firewall of ssh://root@a: tcp 2377 7946"
            + " 9100 9101, udp 4789 7946 only for 10.0.0.1 10.0.0.2",
        "yes yes on 10.0.0.1 10.0.0.2          | 0 | ok    firewall of ssh://root@a: tcp 2377 7946"
            + " 9100 9101, udp 4789 7946 only for 10.0.0.1 10.0.0.2",
        "yes no  on 10.0.0.1                   | 1 | FAIL  the firewall of ssh://root@a keeps nodes"
            + " out: 10.0.0.2. Run 'make firewall'.",
        "yes no  on                            | 1 | FAIL  the firewall of ssh://root@a keeps nodes"
            + " out: 10.0.0.1 10.0.0.2.",
        "yes no  on 10.0.0.1 10.0.0.2 10.0.0.9 | 0 | warn  the firewall of ssh://root@a lets in"
            + " what is no node any more: 10.0.0.9. Run 'make firewall'.",
        "no  no  on                            | 0 | warn  ssh://root@a does not close to"
            + " strangers: tcp 2377 7946 9100 9101, udp 4789 7946. Run 'make firewall'",
        "no  no  off                           | 0 | warn  ssh://root@a does not close to"
            + " strangers",
        "no  yes off                           | 0 | warn  ssh://root@a does not close to"
            + " strangers",
        "no  yes on                            | 1 | warn  ssh://root@a does not close to"
            + " strangers",
        "no  yes on                            | 1 | FAIL  ssh://root@a has global IPv6, and the"
            + " engine's userland proxy",
        "unknown yes on                        | 0 | warn  firewall of ssh://root@a: only root can"
            + " read it",
      })
  void oneHost(String state, int exit, String verdict) throws IOException {
    state("a", state);
    Command.Result result = check("").run();
    assertThat(result.out()).contains("  " + verdict);
    assertThat(result.exit()).as(result.toString()).isEqualTo(exit);
  }

  @Test
  void eachHostHasItsOwnVerdictAndTheCommandNamesTheNodes() throws IOException {
    state("b", "no yes on");
    Command.Result result = check(B + " unix:///c.sock=10.0.0.3").run();
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out())
        .contains("FAIL  the firewall of ssh://root@a keeps nodes out: 10.0.0.3.")
        .contains("FAIL  ssh://root@b has global IPv6")
        .contains("Run 'make firewall NODES=\"ssh://root@b unix:///c.sock=10.0.0.3\"'.")
        .contains("warn  firewall of unix:///c.sock: not checked. Close to strangers there: tcp");
  }

  @Test
  void aWorkerDoesNotKnowWhomToLetIn() throws IOException {
    swarm("active/false");
    Command.Result result = check("").run();
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.out()).contains("ok    firewall of ssh://root@a (a manager knows");
  }

  @Test
  void aHostThatCannotBeReadFails() throws IOException {
    Files.delete(folder.resolve("ssh"));
    host.stub("ssh", "echo 'ssh: connect to host a port 22: Connection refused' >&2; exit 255");
    Command.Result result = check("").run();
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .contains("Connection refused")
        .contains("Cannot run firewall_state on ssh://root@a: see above.");
  }

  @Test
  void theDoctorFailsWithTheFirewallsVerdict() throws IOException {
    for (String tool : List.of("curl", "jq", "java", "javac", "debootstrap", "flock")) {
      host.stub(tool, "");
    }
    assertThat(doctor().exit()).isZero();
    state("a", "no yes on");
    Command.Result result = doctor();
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).contains("FAIL  ssh://root@a has global IPv6");
    assertThat(result.err()).contains("Do what each FAIL above says");
  }

  private void swarm(String state) throws IOException {
    Files.writeString(folder.resolve("swarm"), state + "\n");
  }

  private void state(String name, String line) throws IOException {
    Files.writeString(folder.resolve(name), line + "\n");
  }

  private Command check(String nodes) {
    return Command.of("stacks/firewall.sh", "check").with(environment(nodes));
  }

  private Command.Result doctor() {
    return Command.of("stacks/doctor.sh").with(environment("")).run();
  }

  private Map<String, String> environment(String nodes) {
    return new HashMap<>(Map.of("PATH", host.path(), "DOCKER_HOST", A, "NODES", nodes));
  }
}
