package io.lakeswarm.reconciler.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.minio.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private final SettableClock clock = new SettableClock();
  private final TokenBucket bucket = new TokenBucket(30, 3, clock);

  @Test
  void aBurstAndThenTheRate() {
    assertThat(taken(5)).isEqualTo(3);
    assertThat(bucket.take()).contains(Duration.ofSeconds(2));
    clock.advance(Duration.ofMillis(1999));
    assertThat(bucket.take()).contains(Duration.ofMillis(1));
    clock.advance(Duration.ofMillis(1));
    assertThat(taken(5)).isEqualTo(1);
    clock.advance(Duration.ofSeconds(4));
    assertThat(taken(5)).isEqualTo(2);
  }

  @Test
  void neverMoreThanTheBurstWhateverTheClockDoes() {
    taken(3);
    clock.advance(Duration.ofDays(365));
    assertThat(taken(9)).isEqualTo(3);
    clock.advance(Duration.ofDays(-365));
    assertThat(taken(1)).isZero();
    clock.advance(Duration.ofSeconds(2));
    assertThat(taken(9)).isEqualTo(1);
  }

  private int taken(int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += bucket.take().isEmpty() ? 1 : 0;
    }
    return taken;
  }
}
