package io.lakeswarm.reconciler.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lakeswarm.reconciler.error.ReconcileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusCalculatorTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant T1 = T0.plusSeconds(60);
  private static final List<ConditionType> NEEDED =
      List.of(
          ConditionType.SWARM_REACHABLE,
          ConditionType.DESIRED_STATE_VALID,
          ConditionType.CORE_SERVICES,
          ConditionType.SPARK_WORKERS,
          ConditionType.MINIO_BOOTSTRAP,
          ConditionType.NESSIE_BOOTSTRAP);

  @Test
  void readyNeedsEveryPart() {
    assertThat(ready(allTrue())).isEqualTo(ConditionStatus.TRUE);
    for (ConditionType type : NEEDED) {
      List<Condition> without = allTrue().stream().filter(c -> c.type() != type).toList();
      assertThat(ready(without)).as("without %s", type).isEqualTo(ConditionStatus.UNKNOWN);
      List<Condition> broken = new ArrayList<>(without);
      broken.add(Condition.isFalse(type, "Broken", "It broke.", T0));
      assertThat(ready(broken)).as("broken %s", type).isEqualTo(ConditionStatus.FALSE);
      List<Condition> unknown = new ArrayList<>(without);
      unknown.add(Condition.unknown(type, "Unobservable", "Nobody knows.", T0));
      assertThat(ready(unknown)).as("unknown %s", type).isEqualTo(ConditionStatus.UNKNOWN);
    }
  }

  @Test
  void anInconsistentCatalogIsNeverReady() {
    List<Condition> all = new ArrayList<>(allTrue());
    all.add(Condition.isTrue(ConditionType.CATALOG_INCONSISTENT, "MetadataGone", "2 tables.", T0));
    assertThat(ready(all)).isEqualTo(ConditionStatus.FALSE);
  }

  @Test
  void aRepeatedStatusKeepsItsTime() {
    ConditionType type = ConditionType.SPARK_WORKERS;
    Map<ConditionType, Condition> first =
        StatusCalculator.next(
            Map.of(), List.of(Condition.isFalse(type, "TooFew", "1 of 2.", T0)), 3, T0);
    Map<ConditionType, Condition> second =
        StatusCalculator.next(
            first, List.of(Condition.isFalse(type, "TooFew", "0 of 2.", T1)), 4, T1);
    Map<ConditionType, Condition> third =
        StatusCalculator.next(
            second, List.of(Condition.isTrue(type, "Converged", "2 of 2.", T1)), 0, T1);

    assertThat(second.get(type).lastTransitionTime()).isEqualTo(T0);
    assertThat(second.get(type).message()).isEqualTo("0 of 2.");
    assertThat(second.get(type).observedRevision()).isEqualTo(4);
    assertThat(third.get(type).lastTransitionTime()).isEqualTo(T1);
    assertThat(third.get(type).observedRevision()).isEqualTo(4);
  }

  @Test
  void readySpeaksForARevisionOnlyWhenAllItNeedsHaveSeenIt() {
    Map<ConditionType, Condition> all = StatusCalculator.next(Map.of(), allTrue(), 3, T0);
    assertThat(all.get(ConditionType.READY).observedRevision()).isEqualTo(3);
    for (ConditionType type : NEEDED) {
      assertThat(all.get(ConditionType.READY).observedRevision())
          .as("before %s", type)
          .isEqualTo(3);
      all = StatusCalculator.next(all, List.of(Condition.isTrue(type, "Fine", "Fine.", T1)), 4, T1);
    }
    assertThat(all.get(ConditionType.READY).observedRevision()).isEqualTo(4);
    assertThat(all.get(ConditionType.READY).lastTransitionTime()).isEqualTo(T0);
  }

  @Test
  void readyRepeatsWhatItsPartsSay() {
    ConditionType type = ConditionType.MINIO_BOOTSTRAP;
    Map<ConditionType, Condition> fine = StatusCalculator.next(Map.of(), allTrue(), 1, T0);
    Map<ConditionType, Condition> broken =
        StatusCalculator.next(fine, List.of(Condition.isFalse(type, "Down", "Gone.", T1)), 1, T1);

    assertThat(broken.get(ConditionType.READY).message()).isEqualTo("MinioBootstrap: Gone.");
    assertThat(broken.get(ConditionType.READY).lastTransitionTime()).isEqualTo(T1);
    assertThat(StatusCalculator.transitions(fine, broken))
        .extracting(t -> t.to().type(), Transition::from)
        .containsExactly(
            tuple(ConditionType.READY, Optional.of(ConditionStatus.TRUE)),
            tuple(type, Optional.of(ConditionStatus.TRUE)));
    assertThat(StatusCalculator.transitions(broken, broken)).isEmpty();
    assertThat(StatusCalculator.transitions(Map.of(), fine))
        .hasSize(NEEDED.size() + 1)
        .allMatch(transition -> transition.from().isEmpty());
  }

  @Test
  void theKindOfFailureDecidesTheStatus() {
    ConditionType type = ConditionType.MINIO_BOOTSTRAP;
    assertThat(failed(type, new ReconcileException.Stalled("x")).status())
        .isEqualTo(ConditionStatus.FALSE);
    assertThat(failed(type, new ReconcileException.Unobservable("x")).status())
        .isEqualTo(ConditionStatus.UNKNOWN);
    assertThat(failed(type, new ReconcileException.Waiting("x", Duration.ZERO)).status())
        .isEqualTo(ConditionStatus.UNKNOWN);
    assertThat(
            failed(ConditionType.SWARM_REACHABLE, new ReconcileException.Unobservable("x"))
                .status())
        .isEqualTo(ConditionStatus.FALSE);
  }

  private static Condition failed(ConditionType type, ReconcileException failure) {
    return StatusCalculator.failed(type, failure, T0);
  }

  private static List<Condition> allTrue() {
    return NEEDED.stream().map(type -> Condition.isTrue(type, "Fine", "Fine.", T0)).toList();
  }

  private static ConditionStatus ready(List<Condition> conditions) {
    return StatusCalculator.next(Map.of(), conditions, 1, T0).get(ConditionType.READY).status();
  }
}
