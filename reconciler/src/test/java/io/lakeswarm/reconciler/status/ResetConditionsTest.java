package io.lakeswarm.reconciler.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.observed.Reset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResetConditionsTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration SHOWN = Duration.ofHours(24);
  private static final Reset MINIO =
      reset("minio", Reset.Reason.VOLUME_REPLACED, 0, Optional.of(Duration.ofMillis(1840)));
  private static final Reset NESSIE =
      reset("nessie", Reset.Reason.HISTORY_LOST, 60, Optional.empty());

  @Test
  void withoutALossItIsFalse() {
    assertThat(ResetConditions.of(List.of(), SHOWN, T0))
        .extracting(Condition::status, Condition::reason)
        .containsExactly(ConditionStatus.FALSE, "NoReset");
  }

  @Test
  void oneLossHasItsReasonAndTellsWhatToDo() {
    Condition told = ResetConditions.of(List.of(MINIO), SHOWN, T0.plusSeconds(5));

    assertThat(told.status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(told.reason()).isEqualTo("VolumeReplaced");
    assertThat(told.message())
        .isEqualTo(
            "minio came up on an empty or another volume (seen 2026-01-01T00:00:00Z); re-applied"
                + " x:minio and verified in 1.8 s. Objects are gone unless you restore a"
                + " backup: run the pipeline again.");
  }

  @Test
  void severalAreToldTogetherNewestFirst() {
    Condition told = ResetConditions.of(List.of(MINIO, NESSIE), SHOWN, T0.plusSeconds(90));

    assertThat(told.reason()).isEqualTo("SeveralResets");
    assertThat(told.message())
        .startsWith("nessie came back in an older state")
        .contains("and not verified yet. The files of lost tables")
        .contains(" minio came up on an empty");
  }

  @Test
  void anOpenOneIsToldForEverAProvenOneForADay() {
    Instant later = T0.plus(Duration.ofDays(3));

    assertThat(ResetConditions.of(List.of(MINIO, NESSIE), SHOWN, later))
        .satisfies(told -> assertThat(told.reason()).isEqualTo("HistoryLost"))
        .satisfies(told -> assertThat(told.message()).doesNotContain("minio came up"));
    assertThat(ResetConditions.of(List.of(MINIO), SHOWN, later).reason()).isEqualTo("ResetLongAgo");
  }

  private static Reset reset(
      String component, Reset.Reason reason, int second, Optional<Duration> recovery) {
    return new Reset(
        component, reason, "id", T0.plusSeconds(second), List.of("x:" + component), recovery);
  }
}
