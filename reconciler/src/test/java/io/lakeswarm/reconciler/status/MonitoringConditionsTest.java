package io.lakeswarm.reconciler.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.observed.ObservedMonitoring;
import io.lakeswarm.reconciler.observed.ObservedMonitoring.Target;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MonitoringConditionsTest {

  @Test
  void everythingAnswers() {
    Condition condition = of(new ObservedMonitoring(true, 12, List.of()));
    assertThat(condition.status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(condition.reason()).isEqualTo("TargetsUp");
  }

  @Test
  void namesWhatIsDownInOrder() {
    Condition condition =
        of(
            new ObservedMonitoring(
                true, 12, List.of(new Target("node", "b"), new Target("minio", "minio.1"))));
    assertThat(condition.status()).isEqualTo(ConditionStatus.FALSE);
    assertThat(condition.reason()).isEqualTo("TargetsDown");
    assertThat(condition.message())
        .isEqualTo(
            "2 of 12 targets have not answered Prometheus for three minutes: minio minio.1, node"
                + " b.");
  }

  @Test
  void namesFiveOfMany() {
    List<Target> down =
        IntStream.range(0, 8).mapToObj(number -> new Target("node", "n" + number)).toList();
    assertThat(of(new ObservedMonitoring(true, 9, down)).message()).endsWith("node n4 and 3 more.");
  }

  @Test
  void nothingToScrapeIsAFault() {
    Condition condition = of(new ObservedMonitoring(true, 0, List.of()));
    assertThat(condition.status()).isEqualTo(ConditionStatus.FALSE);
    assertThat(condition.reason()).isEqualTo("NoTargets");
  }

  @Test
  void absentIsUnknownAndNoFault() {
    Condition condition = of(ObservedMonitoring.NOT_DEPLOYED);
    assertThat(condition.status()).isEqualTo(ConditionStatus.UNKNOWN);
    assertThat(condition.reason()).isEqualTo("NotDeployed");
  }

  private static Condition of(ObservedMonitoring observed) {
    return MonitoringConditions.of(observed, Instant.EPOCH);
  }
}
