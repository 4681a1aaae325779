package io.lakeswarm.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.plan.Action;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration RESYNC = Duration.ofSeconds(15);
  private static final Duration UNWOKEN = RESYNC.multipliedBy(2);
  private final Backoff backoff = new Backoff(RESYNC, new Random(1));

  @Test
  void settledMeansThatTheResyncIsToWakeIt() {
    assertThat(backoff.after(unchanged(Optional.empty()))).isEqualTo(UNWOKEN);
    assertThat(backoff.after(unchanged(Optional.of(Duration.ofSeconds(1))))).hasSeconds(1);
    assertThat(backoff.after(unchanged(Optional.of(Duration.ofHours(1))))).isEqualTo(UNWOKEN);
  }

  @Test
  void aWriteIsVerifiedAtOnceButTheSamePlanIsNotRepeatedHotly() {
    assertThat(backoff.after(applied())).isZero();
    assertThat(backoff.after(applied())).isPositive();
    assertThat(backoff.isHoldingBack()).isTrue();
  }

  @Test
  void refusalsAreAnsweredAtOnceAFewTimes() {
    int immediate = 0;
    for (int i = 0; i < 20; i++) {
      immediate += backoff.after(refused(i)).isZero() ? 1 : 0;
    }
    assertThat(immediate).isEqualTo(5);
  }

  @Test
  void failuresGrowToALimit() {
    PassResult stalled =
        PassResult.broken(new ReconcileException.Stalled("wrong password"), ApplyReport.NOTHING);
    Duration last = Duration.ZERO;
    for (int i = 0; i < 20; i++) {
      last = backoff.after(stalled);
      assertThat(last).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(60));
    }
    assertThat(last).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    assertThat(backoff.after(unchanged(Optional.empty()))).isEqualTo(UNWOKEN);
    assertThat(backoff.isHoldingBack()).isFalse();
  }

  @Test
  void whatCannotBeSeenIsLookedAtAtLeastEveryResync() {
    PassResult down =
        PassResult.broken(new ReconcileException.Unobservable("down"), ApplyReport.NOTHING);
    for (int i = 0; i < 20; i++) {
      assertThat(backoff.after(down)).isLessThanOrEqualTo(RESYNC);
    }
  }

  @Test
  void waitingTellsItsOwnTime() {
    PassResult waiting =
        PassResult.broken(
            new ReconcileException.Waiting("starting", Duration.ofMillis(700)),
            ApplyReport.NOTHING);
    assertThat(backoff.after(waiting)).hasMillis(700);
  }

  private static PassResult unchanged(Optional<Duration> requeue) {
    return PassResult.done(Plan.EMPTY, ApplyReport.NOTHING, Set.of(), requeue);
  }

  private static PassResult applied() {
    Step step = Step.of(new Poke(0), "test");
    ApplyReport report = new ApplyReport(List.of(StepResult.applied(step)));
    return PassResult.done(Plan.of(step), report, Set.of(), Optional.empty());
  }

  private static PassResult refused(int number) {
    Step step = Step.of(new Poke(number), "test");
    ApplyReport report = new ApplyReport(List.of(StepResult.refused(step, "out of sequence")));
    return PassResult.done(Plan.of(step), report, Set.of(), Optional.empty());
  }

  private record Poke(int number) implements Action {
    @Override
    public Label label() {
      return Label.of("poke", "thing:" + number);
    }
  }
}
