package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The tables of what the guard of the Docker API forbids, before a real engine: a throwaway that
 * {@code e2e/guard-tables.sh} starts beside the lab. The Go tests come from the image's build.
 */
@OnLab
@Order(4)
class GuardTablesE2E {
  /** The tests are there where the image was built on node 1; else they are built anew. */
  private static final Duration WITH_A_BUILD = Duration.ofMinutes(20);

  private static final Pattern WRITTEN = Pattern.compile("(?m)^func (TestARealEngine\\w+)");
  private static final Pattern PASSED = Pattern.compile("(?m)^--- PASS: (\\w+)");
  private static final Pattern COUNTED =
      Pattern.compile(
          "(\\d+ forbidden \\w+: the guard refused all, the engine alone accepts \\d+)");

  @Test
  void theGuardRefusesWhatTheEngineWouldStore(Platform platform) throws IOException {
    List<String> tests = all(WRITTEN, source());
    assertThat(tests).hasSizeGreaterThanOrEqualTo(3);
    Command.Result run =
        platform.script("e2e/guard-tables.sh").within(WITH_A_BUILD).run().orThrow();
    assertThat(all(PASSED, run.out())).as(run.toString()).isEqualTo(tests);
    assertThat(run.out()).doesNotContain("--- SKIP", "--- FAIL");
    List<String> counts = all(COUNTED, run.out());
    assertThat(counts).as(run.toString()).hasSize(2);
    counts.forEach(count -> System.out.println("e2e: " + count));
  }

  private static String source() throws IOException {
    return Files.readString(Command.root().resolve("images/edge/guard/real_test.go"));
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }
}
