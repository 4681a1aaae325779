package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrainEpochTest {
  private final CountingTracker tracker = new CountingTracker();
  private boolean draining;
  private long now;
  private final DrainEpoch epoch = new DrainEpoch(tracker, () -> draining, () -> now);

  @Test
  void staysWhileNothingDrains() {
    epoch.tick();
    assertThat(epoch.answer()).isEqualTo(new ShuffleView(0, false));
    assertThat(epoch.answer()).isEqualTo(new ShuffleView(0, false));
  }

  @Test
  void risesAtEveryAnswerWhileAnExecutorDrains() {
    draining = true;
    epoch.tick();
    assertThat(epoch.answer()).isEqualTo(new ShuffleView(1, true));
    assertThat(epoch.answer()).isEqualTo(new ShuffleView(2, true));
  }

  @Test
  void lingersAfterTheExecutorHasGone() {
    draining = true;
    epoch.tick();
    draining = false;
    now = DrainEpoch.LINGER_NANOS;
    epoch.tick();
    assertThat(epoch.answer().draining()).isTrue();
  }

  @Test
  void risesOnceMoreWhenTheDrainIsOverSoThatIdleExecutorsNotice() {
    draining = true;
    epoch.tick();
    draining = false;
    now = DrainEpoch.LINGER_NANOS + 1;
    epoch.tick();
    epoch.tick();
    assertThat(epoch.answer()).isEqualTo(new ShuffleView(1, false));
  }

  private static final class CountingTracker implements DrainEpoch.Tracker {
    private long value;

    @Override
    public void raise() {
      value++;
    }

    @Override
    public long epoch() {
      return value;
    }
  }
}
