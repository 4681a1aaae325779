package io.lakeswarm.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stacks/control.sh} on a host that is made of stub programs. */
class ControlTest {
  private static final String NETWORK =
      "case \"$*\" in 'network ls'*) echo %s ;; 'network rm'*) %s ;; esac";

  @TempDir private Path folder;
  private StubHost host;

  @BeforeEach
  void noTimePasses() throws IOException {
    host = new StubHost(folder);
    host.shortPauses();
  }

  @Test
  void theGuardIsOnBothOverlaysOnlyWhileTheOldOneIsThere() throws IOException {
    host.stub("docker", NETWORK.formatted("lakeswarm_control", ":"));
    assertThat(run("moving_file").all()).isEqualTo("stacks/edge/moving.yml\n");
  }

  @Test
  void aNewPlatformHasNoOldOverlay() throws IOException {
    host.stub("docker", NETWORK.formatted("lakeswarm_control_internal", ":"));
    Command.Result result = run("moving_file");
    assertThat(result.exit()).isZero();
    assertThat(result.all()).isEmpty();
  }

  @Test
  void theOldOverlayGoesOnceItsTasksHaveEnded() throws IOException {
    String second = "[ -e \"$0.asked\" ] || { touch \"$0.asked\"; exit 1; }";
    host.stub("docker", NETWORK.formatted("lakeswarm_control", second));
    Command.Result result = run("remove_old_control");
    assertThat(result.exit()).isZero();
    assertThat(result.all()).isEmpty();
    assertThat(host.calls())
        .containsSubsequence("network rm lakeswarm_control", "network rm lakeswarm_control");
  }

  @Test
  void anOverlayThatIsStillUsedStaysAndTheDeployGoesOn() throws IOException {
    host.stub("docker", NETWORK.formatted("lakeswarm_control", "exit 1"));
    Command.Result result = run("remove_old_control");
    assertThat(result.exit()).isZero();
    assertThat(result.all()).contains("lakeswarm_control stays: something still uses it.");
  }

  private Command.Result run(String function) {
    return host.function("control", function).run();
  }
}
