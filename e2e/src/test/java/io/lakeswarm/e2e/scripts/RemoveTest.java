package io.lakeswarm.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stacks/remove.sh destroy} on a host that is made of stub programs. */
class RemoveTest {
  private static final String OTHER = "unix:///other.sock";
  private static final String GONE = "echo 'Error: No such volume' >&2; exit 1";

  @TempDir private Path folder;
  private StubHost host;
  private Path secrets;

  @BeforeEach
  void littleTimePasses() throws IOException {
    host = new StubHost(folder);
    host.shortPauses();
    secrets = Files.createDirectory(folder.resolve("secrets"));
  }

  @Test
  void volumesThatAreGoneAlreadyAreNoObstacle() throws IOException {
    host.stub("docker", engines("", GONE));
    Command.Result result = destroy(OTHER + "=192.0.2.2", "destroy");
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.all()).doesNotContain("volumes there stay");
    assertThat(host.calls())
        .contains("-H " + OTHER + " volume rm lakehouse_minio")
        .containsPattern("network rm lakeswarm .*\\blakeswarm_nessie_db\\b");
    assertThat(secrets).doesNotExist();
  }

  @Test
  void aVolumeThatStaysIsNamedAndTheSecretsStayWithIt() throws IOException {
    String used = "case \"$*\" in *query_dremio) echo 'volume is in use' >&2; exit 1 ;; esac";
    host.stub("docker", engines("", used));
    Command.Result result = destroy("", "destroy");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("remove: Cannot remove every volume: query_dremio on unix://")
        .doesNotContain("lakehouse_minio");
    assertThat(secrets).exists();
  }

  @Test
  void anEngineThatDoesNotAnswerEndsItBeforeAnythingIsRemoved() throws IOException {
    host.stub("docker", engines("case \"$*\" in *other.sock*version*) exit 1 ;; esac", ":"));
    Command.Result result = destroy(OTHER + "=192.0.2.2", "destroy");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .startsWith(
            "remove: Cannot destroy the platform: the engine " + OTHER + " does not answer");
    assertThat(host.calls()).doesNotContain(" rm ");
  }

  @Test
  void nodesWhoseVolumesStayAreNamedBeforeTheQuestion() throws IOException {
    host.stub("docker", engines("", ":"));
    Command.Result result = destroy("", "");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).contains("NODES does not name b: the volumes there stay");
    assertThat(result.err()).contains("Cannot destroy the platform: the answer was not 'destroy'.");
    assertThat(host.calls()).doesNotContain(" rm ");
  }

  private Command.Result destroy(String nodes, String answer) {
    return Command.of("stacks/remove.sh", "destroy")
        .with(Map.of("PATH", host.path(), "DOCKER_HOST", "", "NODES", nodes, "YES", answer))
        .with(Map.of("SECRETS_DIR", secrets.toString()))
        .run();
  }

  /** Two engines of one swarm, a and b. */
  private static String engines(String first, String volumes) {
    return """
    %s
    case "$*" in
      *ControlAvailable*) echo true ;;
      *other.sock*NodeID*) echo id2 ;;
      *NodeID*) echo id1 ;;
      'node ls'*) printf '%%s\\n' 'id1 a' 'id2 b' ;;
      *'volume rm'*) %s ;;
    esac
    """
        .formatted(first, volumes);
  }
}
