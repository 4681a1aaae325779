package io.lakeswarm.reconciler.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.minio.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepairBackoffTest {
  private final SettableClock clock = new SettableClock();
  private final RepairBackoff pace = new RepairBackoff(clock);

  @Test
  void threeInARowAreFreeThenThePauseDoublesToAMinute() {
    for (int i = 0; i < 3; i++) {
      assertThat(pace.pause("minio")).isZero();
      pace.repaired("minio");
    }
    for (int seconds : new int[] {5, 10, 20, 40, 60, 60}) {
      assertThat(pace.pause("minio")).hasSeconds(seconds);
      assertThat(pace.pause("nessie")).isZero();
      clock.advance(Duration.ofSeconds(seconds));
      assertThat(pace.pause("minio")).isZero();
      pace.repaired("minio");
    }
  }

  @Test
  void aClockThatIsSetBackDoesNotProlongThePause() {
    clock.advance(Duration.ofDays(365));
    for (int i = 0; i < 4; i++) {
      pace.repaired("minio");
    }
    assertThat(pace.pause("minio")).hasSeconds(10);

    clock.advance(Duration.ofDays(-365));
    assertThat(pace.pause("minio")).isZero();
    pace.repaired("minio");
    assertThat(pace.pause("minio")).hasSeconds(20);
  }

  @Test
  void aQuietTimeIsForgiven() {
    for (int i = 0; i < 6; i++) {
      pace.repaired("minio");
    }
    assertThat(pace.pause("minio")).hasSeconds(40);
    clock.advance(Duration.ofSeconds(121));
    pace.repaired("minio");
    assertThat(pace.pause("minio")).isZero();
  }
}
