package io.lakeswarm.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The push of one image by {@code stacks/images.sh}, on a host that is made of stub programs. */
class PushTest {
  private static final String PUSHES = "case \"$*\" in *push*) %s ;; esac";

  @TempDir private Path folder;
  private StubHost host;

  @BeforeEach
  void littleTimePasses() throws IOException {
    host = new StubHost(folder);
    host.shortPauses();
  }

  @Test
  void anImageThatFailsAfterALongTimeIsTriedAgain() throws IOException {
    String once = "[ -e \"$0.failed\" ] || { touch \"$0.failed\"; /bin/sleep 2.1; exit 1; }";
    host.stub("docker", PUSHES.formatted(once));
    Command.Result result = push("1");
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(pushes()).hasSize(2);
  }

  @Test
  void anImageThatKeepsFailingEndsWithItsCauseAndTheRemedy() throws IOException {
    host.stub("docker", PUSHES.formatted("echo '503 Service Unavailable' >&2; exit 1"));
    Command.Result result = push("1");
    assertThat(result.exit()).isEqualTo(255);
    assertThat(result.err())
        .contains("Cannot push postgres to the registry at 127.0.0.1:5001: 503 Service Unavailable")
        .contains("make logs S=registry", "make logs S=gateway");
    assertThat(pushes()).hasSizeGreaterThan(1);
  }

  private List<String> pushes() throws IOException {
    return host.calls().lines().filter(call -> call.contains(" push ")).toList();
  }

  private Command.Result push(String seconds) {
    return Command.of("stacks/images.sh", "--one", "POSTGRES_TAG=0123456789ab")
        .with(Map.of("PATH", host.path(), "PUSH_TIMEOUT", seconds, "AUTH", folder.toString()))
        .run();
  }
}
