package io.lakeswarm.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stacks/logs.sh} on a host that is made of stub programs. */
class LogsTest {
  private static final String SWARM =
      """
      case "$*" in
        *ControlAvailable*) echo true ;;
        'service ls -q --filter label=lakeswarm.service=minio') echo id1 ;;
        'service ls -q --filter label=lakeswarm.managed=true') %s ;;
        'service inspect'*) printf '%%s\\n' nessie minio ;;
      esac
      """;

  @TempDir private Path folder;

  @Test
  void theLogOfAServiceIsFollowed() throws IOException {
    Command.Result result = logs("echo id1", "minio");
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(new StubHost(folder).calls())
        .endsWith("docker service logs --follow --no-task-ids --tail 7 id1\n");
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNamesThereAre() throws IOException {
    assertThat(logs("echo id1", "mini").err())
        .isEqualTo(
            "logs: Cannot show the log of mini: no service has this name."
                + " Write make logs S=NAME with one of: minio nessie.\n");
  }

  @Test
  void beforeTheFirstDeployNothingIsDeployed() throws IOException {
    assertThat(logs(":", "").err())
        .isEqualTo(
            "logs: Cannot show the log of a service: nothing is deployed."
                + " Run 'make swarm_deploy'.\n");
  }

  private Command.Result logs(String managed, String service) throws IOException {
    StubHost host = new StubHost(folder);
    host.stub("docker", SWARM.formatted(managed));
    return Command.of("stacks/logs.sh", service)
        .with(Map.of("PATH", host.path(), "DOCKER_HOST", "", "TAIL", "7"))
        .run();
  }
}
