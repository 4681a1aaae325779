package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AskPaceTest {
  private final AskPace pace = new AskPace();

  @Test
  void asksFirst() {
    assertThat(pace.dueAtTaskStart(0)).isTrue();
    assertThat(pace.dueWhileRunning(0)).isTrue();
  }

  @Test
  void trustsCalmForAFifthOfASecond() {
    pace.answered(new ShuffleView(0, false), 1_000);
    assertThat(pace.dueAtTaskStart(1_000 + AskPace.CALM_NANOS - 1)).isFalse();
    assertThat(pace.dueAtTaskStart(1_000 + AskPace.CALM_NANOS)).isTrue();
  }

  @Test
  void asksBeforeEveryTaskWhileSomethingDrains() {
    pace.answered(new ShuffleView(0, true), 1_000);
    assertThat(pace.dueAtTaskStart(1_000)).isTrue();
  }

  @Test
  void watchesMoreCloselyWhileSomethingDrains() {
    pace.answered(new ShuffleView(0, false), 0);
    assertThat(pace.dueWhileRunning(AskPace.CALM_NANOS)).isFalse();
    assertThat(pace.dueWhileRunning(AskPace.WATCH_NANOS)).isTrue();
    pace.answered(new ShuffleView(1, true), 0);
    assertThat(pace.dueWhileRunning(AskPace.CALM_NANOS)).isTrue();
  }

  @Test
  void dropsAnAnswerThatANewerOneOvertook() {
    pace.answered(new ShuffleView(5, true), 2_000);
    pace.answered(new ShuffleView(4, false), 1_000);
    assertThat(pace.dueAtTaskStart(2_001)).isTrue();
  }
}
