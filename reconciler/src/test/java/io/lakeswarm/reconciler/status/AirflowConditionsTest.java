package io.lakeswarm.reconciler.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.observed.ObservedAirflow;
import io.lakeswarm.reconciler.observed.ObservedAirflow.BrokenDag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AirflowConditionsTest {
  private static final Map<String, String> HEALTHY =
      Map.of(
          "metadatabase", "healthy",
          "scheduler", "healthy",
          "dag_processor", "healthy",
          "triggerer", "");

  @Test
  void healthyNeedsNoTriggerer() {
    assertThat(of(HEALTHY))
        .extracting("status", "reason")
        .containsExactly(ConditionStatus.TRUE, "Healthy");
  }

  @Test
  void whatIsNotDeployedIsNotKnown() {
    Condition condition = AirflowConditions.of(ObservedAirflow.NOT_DEPLOYED, Instant.EPOCH);
    assertThat(condition)
        .extracting("status", "reason")
        .containsExactly(ConditionStatus.UNKNOWN, "NotDeployed");
  }

  @ParameterizedTest
  @CsvSource({
    "metadatabase,unhealthy,DatabaseDown,airflow-postgres",
    "scheduler,unhealthy,SchedulerDown,airflow-scheduler",
    "scheduler,'',SchedulerDown,airflow-scheduler",
    "dag_processor,unhealthy,DagProcessorDown,airflow-dag-processor"
  })
  void aPartThatIsDownIsNamedWithItsService(
      String part, String status, String reason, String service) {
    Map<String, String> health = new TreeMap<>(HEALTHY);
    health.put(part, status);
    Condition condition = of(health, new BrokenDag("x.py", "E"));
    assertThat(condition)
        .extracting("status", "reason")
        .containsExactly(ConditionStatus.FALSE, reason);
    assertThat(condition.message()).endsWith("the service " + service + ".");
  }

  @Test
  void aPartThatIsNotMentionedIsDown() {
    assertThat(of(Map.of("metadatabase", "healthy")).reason()).isEqualTo("SchedulerDown");
  }

  @Test
  void brokenFilesAreNamedUpToThree() {
    Condition one = of(HEALTHY, new BrokenDag("a.py", "NameError: name 'x' is not defined"));
    assertThat(one.reason()).isEqualTo("ImportErrors");
    assertThat(one.message())
        .startsWith(
            "Airflow cannot import a.py (NameError: name 'x' is not defined). Put the file right");

    BrokenDag[] five =
        IntStream.range(0, 5)
            .mapToObj(i -> new BrokenDag(i + ".py", "E"))
            .toArray(BrokenDag[]::new);
    assertThat(of(HEALTHY, five).message())
        .startsWith("Airflow cannot import 0.py (E), 1.py (E), 2.py (E) and 2 more. ");
  }

  private static Condition of(Map<String, String> health, BrokenDag... broken) {
    return AirflowConditions.of(
        new ObservedAirflow(true, new TreeMap<>(health), List.of(broken)), Instant.EPOCH);
  }
}
