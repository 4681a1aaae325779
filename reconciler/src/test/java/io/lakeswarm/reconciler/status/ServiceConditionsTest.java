package io.lakeswarm.reconciler.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.Baseline;
import io.lakeswarm.reconciler.observed.LiveService;
import io.lakeswarm.reconciler.observed.ObservedService;
import io.lakeswarm.reconciler.observed.ObservedServices;
import io.lakeswarm.reconciler.observed.ServiceSpec;
import io.lakeswarm.reconciler.plan.Action;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.swarm.SpecJson;
import io.lakeswarm.reconciler.testing.KitSpecs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceConditionsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Step STEP =
      Step.of((Action) () -> Action.Label.of("update", "service:minio"), "not as deployed");

  @Test
  void manyDifferencesAreCutShort() {
    List<ObservedService> services = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      services.add(drifted("s" + i, 4));
    }
    Condition condition = said(services, Plan.EMPTY, ApplyReport.NOTHING);
    assertThat(condition.status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(condition.reason()).isEqualTo("Drifted");
    assertThat(condition.message())
        .startsWith(
            "The service s0 is not as deployed: label l0: x -> (absent); label l1: x -> (absent);"
                + " label l2: x -> (absent); and others.")
        .endsWith(
            "s4 is not as deployed: label l0: x -> (absent); label l1: x -> (absent);"
                + " label l2: x -> (absent); and others. And others; see make plan.");
  }

  @Test
  void aRepairUnderWayIsSaid() {
    Condition condition = said(List.of(drifted("minio", 1)), Plan.of(STEP), ApplyReport.NOTHING);
    assertThat(condition.reason()).isEqualTo("Repairing");
  }

  @Test
  void aFailedRepairIsSaidWithItsCause() {
    ApplyReport report = new ApplyReport(List.of(StepResult.failed(STEP, "Cannot update.")));
    Condition condition = said(List.of(drifted("minio", 1)), Plan.of(STEP), report);
    assertThat(condition.status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(condition.reason()).isEqualTo("RepairFailed");
    assertThat(condition.message()).isEqualTo("Cannot update.");
  }

  @Test
  void aLookThatFailedIsNotGoodNews() {
    ReconcileException stalled = new ReconcileException.Stalled("Cannot read.");
    assertThat(StatusCalculator.failed(ConditionType.SERVICE_DRIFT, stalled, NOW).status())
        .isEqualTo(ConditionStatus.UNKNOWN);
  }

  private static Condition said(List<ObservedService> services, Plan plan, ApplyReport report) {
    Baseline baseline = new Baseline(1, Optional.empty(), List.of());
    ObservedServices observed = new ObservedServices(baseline, services, Map.of(), List.of());
    return ServiceConditions.of(observed, plan, report, NOW).orElseThrow();
  }

  private static ObservedService drifted(String name, int labels) {
    ObjectNode spec = KitSpecs.of("minio");
    ObjectNode all = (ObjectNode) spec.path("Labels");
    all.put("lakeswarm.service", name);
    ServiceSpec deployed = SpecJson.read(spec);
    for (int i = 0; i < labels; i++) {
      all.put("l" + i, "x");
    }
    LiveService live = new LiveService("id", 1, "", SpecJson.read(spec), List.of(), Duration.ZERO);
    return new ObservedService(deployed, Optional.of(live));
  }
}
