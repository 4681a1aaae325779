package io.lakeswarm.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabLockTest {
  @TempDir private Path home;

  @Test
  void oneRunAtATime() {
    try (LabLock first = LabLock.take(home)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> LabLock.take(home))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another run uses it");
    }
    LabLock.take(home).close();
  }

  @Test
  void anotherProcessKeepsItUntilItEnds() {
    String script =
        "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX);"
            + " print('held', flush=True); time.sleep(60)";
    try (Running other =
        Command.of("python3", "-c", script, home.resolve("lock").toString()).start()) {
      await("the other process")
          .atMost(Eventually.SOON)
          .until(() -> other.output().contains("held"));
      assertThatThrownBy(() -> LabLock.take(home)).hasMessageContaining("another run uses it");
    }
    LabLock.take(home).close();
  }
}
