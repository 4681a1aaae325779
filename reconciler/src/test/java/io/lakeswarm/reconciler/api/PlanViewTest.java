package io.lakeswarm.reconciler.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.plan.Action;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanViewTest {

  @Test
  void aControllerThatThrowsIsAStepThatWaitsBesideTheOthersSteps() {
    List<PlanView.Item> steps =
        PlanView.of(null, List.of(new Planned("broken", true), new Planned("whole", false)));
    assertThat(steps)
        .extracting(PlanView.Item::action, PlanView.Item::target)
        .containsExactly(tuple("wait", "broken"), tuple("create", "part:whole"));
    assertThat(steps.get(0).cause())
        .startsWith("Cannot plan broken: java.lang.IllegalStateException in PlanViewTest.java:")
        .doesNotContain("secret");
    assertThat(steps.get(0).predictedRestarts()).isEmpty();
  }

  /** Plans one step, or throws. */
  private record Planned(String name, boolean throwing) implements Controller<String> {
    @Override
    public ConditionType condition() {
      return ConditionType.MINIO_BOOTSTRAP;
    }

    @Override
    public String observe(DesiredState desired) {
      return "";
    }

    @Override
    public Plan plan(DesiredState desired, String observed) {
      if (throwing) {
        throw new IllegalStateException("secret");
      }
      Action action = () -> Action.Label.of("create", "part:" + name);
      return new Plan(List.of(Step.of(action, "missing")));
    }

    @Override
    public void apply(Step step) {}

    @Override
    public List<Condition> conditions(
        DesiredState desired, String observed, Plan plan, ApplyReport report, Instant now) {
      return List.of();
    }
  }
}
