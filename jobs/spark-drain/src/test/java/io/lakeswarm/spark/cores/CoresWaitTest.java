package io.lakeswarm.spark.cores;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CoresWaitTest {
  private final CoresWait wait = new CoresWait();
  // Nanosecond clocks wrap.
  private long now = Long.MAX_VALUE - 5;

  @Test
  void tellsAfterTenSecondsThenEveryThirtyUntilAnExecutorComes() {
    wait.jobStarted(now);
    assertThat(dueAfter(9)).isFalse();
    assertThat(dueAfter(1)).isTrue();
    assertThat(dueAfter(29)).isFalse();
    assertThat(dueAfter(1)).isTrue();
    assertThat(wait.executorAdded("0", now)).hasValue(40);
    assertThat(dueAfter(100)).isFalse();
  }

  @Test
  void saysNothingOfAnExecutorThatCameInTime() {
    wait.jobStarted(now);
    assertThat(dueAfter(9)).isFalse();
    assertThat(wait.executorAdded("0", now)).isEmpty();
  }

  @Test
  void nothingWaitsWithoutAJob() {
    assertThat(dueAfter(100)).isFalse();
    wait.jobStarted(now);
    wait.jobStarted(now);
    wait.jobEnded();
    assertThat(dueAfter(10)).as("one of two is left").isTrue();
    wait.jobEnded();
    assertThat(dueAfter(100)).isFalse();
    assertThat(wait.executorAdded("0", now)).isEmpty();
  }

  @Test
  void aJobThatLosesItsLastExecutorWaitsAnew() {
    wait.executorAdded("0", now);
    wait.executorAdded("1", now);
    wait.jobStarted(now);
    wait.executorRemoved("0", now);
    assertThat(dueAfter(100)).as("one is left").isFalse();
    wait.executorRemoved("1", now);
    assertThat(dueAfter(9)).isFalse();
    assertThat(dueAfter(1)).isTrue();
  }

  @Test
  void aJobAfterAnIdlePauseWaitsFromItsOwnStart() {
    wait.executorAdded("0", now);
    wait.executorRemoved("0", now);
    assertThat(dueAfter(1_000)).isFalse();
    wait.jobStarted(now);
    assertThat(dueAfter(9)).isFalse();
    assertThat(dueAfter(1)).isTrue();
  }

  private boolean dueAfter(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
    return wait.isDue(now);
  }
}
