package io.lakeswarm.reconciler.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProbeIntervalTest {
  private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final ProbeInterval pace = new ProbeInterval(time.wallClock());

  @Test
  void whoDoesNotAnswerIsAskedAtWillForAMinuteThenEveryFiveSeconds() {
    assertThat(askedWhileAway(pace, Duration.ofSeconds(60))).isEqualTo(600);
    askedWhileAway(pace, Duration.ofSeconds(5));
    assertThat(askedWhileAway(pace, Duration.ofSeconds(60))).isEqualTo(12);
    pace.healthy();
    assertThat(mayAsk(pace)).isTrue();
  }

  @Test
  void twoThatShareAServerAskHalfAsOften() {
    ProbeInterval shared = new ProbeInterval(time.wallClock(), 2);
    askedWhileAway(shared, Duration.ofSeconds(70));
    assertThat(askedWhileAway(shared, Duration.ofSeconds(60))).isEqualTo(6);
  }

  @Test
  void aClockThatIsSetBackDoesNotProlongThePause() {
    time.wallClockError(Duration.ofDays(365));
    pace.refused("wrong password");
    assertThat(mayAsk(pace)).isFalse();
    time.wallClockError(Duration.ZERO);
    assertThat(mayAsk(pace)).isTrue();
  }

  /** Tries ten times a second. */
  private int askedWhileAway(ProbeInterval asked, Duration span) {
    int calls = 0;
    Instant end = time.world().instant().plus(span);
    while (time.world().instant().isBefore(end)) {
      if (mayAsk(asked)) {
        calls++;
        asked.away("no answer", null);
      }
      time.moveTo(time.world().instant().plusMillis(100));
    }
    return calls;
  }

  private static boolean mayAsk(ProbeInterval asked) {
    try {
      asked.awaitTurn();
      return true;
    } catch (ReconcileException notYet) {
      return false;
    }
  }
}
