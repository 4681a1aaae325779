package io.lakeswarm.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stacks/wait.sh} on a host that is made of stub programs. */
class WaitTest {
  private static final String SERVICES = "case \"$*\" in 'stack services'*) %s ;; *) %s ;; esac";

  @TempDir private Path folder;
  private StubHost host;

  @BeforeEach
  void littleTimePasses() throws IOException {
    host = new StubHost(folder);
    host.shortPauses();
  }

  @Test
  void aStackWithAllItsTasksIsNotWaitedFor() throws IOException {
    host.stub("docker", SERVICES.formatted("echo 'spark_spark-worker 2/2'", ":"));
    Command.Result result = waitFor("spark", "0");
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.all()).isEmpty();
  }

  @Test
  void tasksThatCameLaterAreWaitedFor() throws IOException {
    String later = "[ -e \"$0.asked\" ] && echo 'spark_spark-worker 2/2'";
    String first = "{ touch \"$0.asked\"; echo 'spark_spark-worker 1/2'; }";
    host.stub("docker", SERVICES.formatted(later + " || " + first, ":"));
    assertThat(waitFor("spark", "60").exit()).isZero();
    assertThat(host.calls()).containsSubsequence("stack services spark", "stack services spark");
  }

  @Test
  void aManagerThatDoesNotAnswerIsWaitedFor() throws IOException {
    String later = "[ -e \"$0.asked\" ] && echo 'spark_spark-worker 2/2'";
    host.stub("docker", SERVICES.formatted(later + " || { touch \"$0.asked\"; exit 1; }", ":"));
    assertThat(waitFor("spark", "60").exit()).isZero();
    assertThat(host.calls()).containsSubsequence("stack services spark", "stack services spark");
  }

  @Test
  void aManagerThatNeverAnswersIsNoStartedStack() throws IOException {
    host.stub("docker", "exit 1");
    Command.Result result = waitFor("spark", "1");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("after 1 s still missing: the manager's answer.");
  }

  @Test
  void aStackThatDoesNotStartIsNamedWithItsTasksAndTheRemedy() throws IOException {
    String why = "echo 'spark_spark-worker.1 on host2: Pending 3 minutes ago no suitable node'";
    host.stub("docker", SERVICES.formatted("echo 'spark_spark-worker 0/2'", why));
    Command.Result result = waitFor("spark", "1");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .contains("Cannot start stack spark: after 1 s still missing: spark_spark-worker 0/2.")
        .contains("run again: the deploy goes on from here", "DEPLOY_TIMEOUT=3")
        .contains("on host2: Pending 3 minutes ago no suitable node");
  }

  private Command.Result waitFor(String stack, String seconds) {
    return host.function("wait", "wait_stack " + stack)
        .with(Map.of("DEPLOY_TIMEOUT", seconds))
        .run();
  }
}
