package io.lakeswarm.reconciler.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.minio.SettableClock;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MonitoringControllerIT {
  private final FakePrometheus prometheus = new FakePrometheus();
  private final SettableClock clock = new SettableClock();
  private boolean deployed = true;
  private final MonitoringController controller =
      new MonitoringController(
          new PrometheusClient(prometheus.uri(), TestSettings.SOON), () -> deployed, clock);

  @AfterEach
  void stop() {
    prometheus.close();
  }

  @Test
  void tellsWhatIsDownAndWhenItIsBack() {
    assertThat(look().reason()).isEqualTo("TargetsUp");
    prometheus.down.add("host-b");
    assertThat(look().message()).startsWith("1 of 7 targets").contains("node host-b");
    prometheus.down.clear();
    assertThat(look().reason()).isEqualTo("TargetsUp");
  }

  @Test
  void noTargetAtAllIsAFault() {
    prometheus.targets = 0;
    assertThat(look().reason()).isEqualTo("NoTargets");
  }

  @Test
  void aServerInTroubleIsNotAbsentAndIsAskedAtMostTwelveTimesAMinute() {
    prometheus.status = 503;
    for (int half = 0; half < 120; half++) {
      assertThatThrownBy(this::look)
          .isInstanceOf(ReconcileException.Unobservable.class)
          .hasMessage("Cannot ask Prometheus: HTTP 503. Look at make logs S=prometheus.");
      clock.advance(Duration.ofMillis(500));
    }
    assertThat(prometheus.calls).isBetween(2, 13);
    prometheus.status = 200;
    controller.recheck();
    assertThat(look().reason()).isEqualTo("TargetsUp");
  }

  @Test
  void withoutTheServiceItIsNotDeployed() {
    prometheus.status = 503;
    deployed = false;
    assertThat(look().reason()).isEqualTo("NotDeployed");
    assertThat(look().reason()).as("while it is too early to ask").isEqualTo("NotDeployed");
  }

  private Condition look() {
    return controller
        .conditions(
            null, controller.observe(null), Plan.EMPTY, ApplyReport.NOTHING, clock.instant())
        .get(0);
  }
}
