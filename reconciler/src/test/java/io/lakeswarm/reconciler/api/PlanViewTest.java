package io.lakeswarm.reconciler.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.loop.ReconcileLoops;
import io.lakeswarm.reconciler.plan.Action;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.testing.TestSettings;
import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanViewTest {

  @Test
  void aControllerThatThrowsIsAStepThatWaitsBesideTheOthersSteps() {
    List<PlanView.Item> steps =
        view(new Planned("broken", true), new Planned("whole", false)).of(null);
    assertThat(steps)
        .extracting(PlanView.Item::action, PlanView.Item::target)
        .containsExactly(tuple("wait", "broken"), tuple("create", "part:whole"));
    assertThat(steps.get(0).cause())
        .startsWith("Cannot plan broken: java.lang.IllegalStateException in PlanViewTest.java:")
        .doesNotContain("secret");
    assertThat(steps.get(0).predictedRestarts()).isEmpty();
  }

  private static PlanView view(Controller<?>... controllers) {
    Instance<?> beans =
        (Instance<?>)
            Proxy.newProxyInstance(
                PlanViewTest.class.getClassLoader(),
                new Class<?>[] {Instance.class},
                (proxy, method, arguments) -> Stream.of(controllers));
    return new PlanView(loops(beans));
  }

  @SuppressWarnings("unchecked")
  private static ReconcileLoops loops(Instance<?> beans) {
    URI none = URI.create("http://127.0.0.1:1");
    return new ReconcileLoops(
        (Instance<Controller<?>>) beans,
        null,
        null,
        null,
        null,
        TestSettings.of(none, none, Path.of("none")),
        null,
        null,
        null,
        null,
        null);
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
