package io.lakeswarm.reconciler.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.minio.SettableClock;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private final SettableClock clock = new SettableClock();
  private final RateLimits limits =
      new RateLimits(
          TestSettings.of(URI.create("tcp://x:1"), URI.create("http://x:1"), Path.of("x")), clock);

  @Test
  void asShippedSixtyWritesAMinuteTwentyOfThemAtOnce() {
    assertThat(passed(99, () -> limits.write(Role.OPERATOR))).isEqualTo(20);
    clock.advance(Duration.ofSeconds(10));
    assertThat(passed(99, () -> limits.write(Role.OPERATOR))).isEqualTo(10);
    assertThat(limits.write(Role.OPERATOR)).contains(Duration.ofSeconds(1));
    assertThat(passed(99, () -> limits.write(Role.VIEWER))).isEqualTo(20);
    assertThat(passed(999, () -> limits.read(Role.OPERATOR))).isEqualTo(100);
  }

  @Test
  void aSourceMayFailTwentyTimesAndAThousandSourcesAreRemembered() {
    assertThat(passed(99, () -> limits.failure("a"))).isEqualTo(20);
    assertThat(passed(99, () -> limits.failure("b"))).isEqualTo(20);
    clock.advance(Duration.ofSeconds(3));
    assertThat(passed(99, () -> limits.failure("a"))).isEqualTo(1);
    for (int i = 0; i < 999; i++) {
      limits.failure("source-" + i);
    }
    assertThat(limits.failure("a")).as("the newest thousand").isPresent();
    for (int i = 0; i < 1_000; i++) {
      limits.failure("other-" + i);
    }
    assertThat(limits.failure("a")).as("forgotten").isEmpty();
  }

  private static int passed(int tries, Supplier<Optional<Duration>> call) {
    int passed = 0;
    for (int i = 0; i < tries; i++) {
      passed += call.get().isEmpty() ? 1 : 0;
    }
    return passed;
  }
}
