package io.lakeswarm.reconciler.nessie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DremioSpec;
import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.desired.NessieSpec;
import io.lakeswarm.reconciler.desired.ServicesSpec;
import io.lakeswarm.reconciler.desired.WorkersSpec;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.minio.MapMemory;
import io.lakeswarm.reconciler.minio.SettableClock;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.ResetFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NessieControllerIT {
  private final FakeNessie server = new FakeNessie();
  private final SettableClock clock = new SettableClock();
  private final NessieController controller =
      new NessieController(server.uri(), new ResetFacts(new MapMemory()), service -> "", clock);

  @AfterEach
  void stop() {
    controller.close();
    server.close();
  }

  @Test
  void missingObjectsAreMadeAndSeenAtTheNextLook() {
    DesiredState desired = desired(List.of("main", "dev"), List.of("silver", "gold", "raw.api"));

    assertThat(pass(desired).reason()).isEqualTo("ChangesPending");
    assertThat(pass(desired).reason()).isEqualTo("Verified");

    assertThat(server.branches.get("main")).containsOnlyKeys("silver", "gold", "raw", "raw.api");
    assertThat(server.branches.get("dev")).containsOnlyKeys("silver", "gold", "raw", "raw.api");
  }

  @Test
  void idlePassesWriteNothing() {
    DesiredState desired = desired(List.of("main"), List.of("silver", "gold"));
    pass(desired);
    server.writes.clear();
    server.calls.clear();

    for (int i = 0; i < 5; i++) {
      assertThat(pass(desired).reason()).isEqualTo("Verified");
    }

    assertThat(server.writes).isEmpty();
    assertThat(server.calls).hasSize(5 * 2);
  }

  @Test
  void whatAppearsBetweenLookAndWriteIsASuccess() {
    DesiredState desired = desired(List.of("main", "dev"), List.of("silver"));
    ObservedNessie stale = controller.observe(desired);
    pass(desired);
    server.writes.clear();

    assertThat(applyAll(controller.plan(desired, stale)))
        .extracting(StepResult::outcome)
        .containsOnly(StepResult.Outcome.APPLIED);
    assertThat(server.writes).isEmpty();
  }

  @Test
  void aTableWithTheNameOfANamespaceIsNotTouched() {
    server.putTable("main", "silver", "s3://warehouse/x.json");

    Condition condition = pass(desired(List.of("main"), List.of("silver")));

    assertThat(condition.reason()).isEqualTo("ApplyFailed");
    assertThat(condition.message()).startsWith("Cannot create namespace:silver");
    assertThat(server.writes).isEmpty();
  }

  @Test
  void aCatalogWithoutItsDatabaseIsWaitedForAndNotAskedInAHotLoop() {
    server.broken = true;
    DesiredState desired = desired(List.of("main"), List.of("silver"));

    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> controller.observe(desired))
          .isInstanceOf(ReconcileException.Waiting.class)
          .hasMessageContaining("nessie-postgres");
      clock.advance(Duration.ofMillis(50));
    }

    assertThat(server.calls).hasSizeBetween(9, 10);
    server.broken = false;
    clock.advance(Duration.ofMillis(500));
    pass(desired);
    assertThat(pass(desired).reason()).isEqualTo("Verified");
  }

  @Test
  void aCatalogThatIsAwayIsWaitedFor() {
    server.close();

    assertThatThrownBy(() -> controller.observe(desired(List.of("main"), List.of())))
        .isInstanceOf(ReconcileException.Waiting.class)
        .hasMessageContaining("did not answer");
  }

  private Condition pass(DesiredState desired) {
    ObservedNessie observed = controller.observe(desired);
    Plan plan = controller.plan(desired, observed);
    ApplyReport report = new ApplyReport(applyAll(plan));
    return controller.conditions(desired, observed, plan, report, Instant.EPOCH).get(0);
  }

  private List<StepResult> applyAll(Plan plan) {
    List<StepResult> results = new ArrayList<>();
    for (Step step : plan.steps()) {
      results.add(controller.attempt(step));
    }
    return results;
  }

  private static DesiredState desired(List<String> branches, List<String> namespaces) {
    return new DesiredState(
        new WorkersSpec(2, 0, 16),
        new MinioSpec(List.of(), List.of(), List.of()),
        new NessieSpec(branches, namespaces),
        DremioSpec.NONE,
        ServicesSpec.REPORT_ALL);
  }
}
