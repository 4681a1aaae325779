package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.observed.ObservedMinio;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class MinioPlannerPropertyTest {
  private static final int STATES = 7_000;

  @Test
  void fromAnyStateOnePlanMakesItAsDesired() {
    int changed = everyStateIsRepairedBy(MinioPlanner::plan);
    assertThat(changed).isBetween(STATES / 2, STATES - 1);
  }

  @Test
  void plantedBugsAreCaught() {
    Catching.assertCaught(
        "maps policies before it makes users",
        () -> everyStateIsRepairedBy((desired, seen) -> reversed(desired, seen)));
    Catching.assertCaught(
        "takes any policy of that name for the right one",
        () -> everyStateIsRepairedBy(MinioPlannerPropertyTest::withoutPolicies));
    Catching.assertCaught(
        "does not look at secrets",
        () -> everyStateIsRepairedBy(MinioPlannerPropertyTest::withoutUsers));
  }

  private static int everyStateIsRepairedBy(BiFunction<MinioSpec, ObservedMinio, Plan> planner) {
    int changed = 0;
    for (int seed = 0; seed < STATES; seed++) {
      MinioModel world = new MinioModel(new Random(seed));
      if (seed % 4 == 0) { // A world with nothing to do.
        settle(world);
        assertThat(planner.apply(world.desired, world.observed())).isEqualTo(Plan.EMPTY);
      }
      Plan plan = planner.apply(world.desired, world.observed());
      assertThat(planner.apply(world.desired, world.observed())).isEqualTo(plan);
      assertThat(Cause.unlisted(plan)).isEmpty();
      plan.steps().forEach(step -> world.apply(step.action()));
      assertThat(world.isAsDesired()).as("seed %d: %s", seed, plan).isTrue();
      assertThat(planner.apply(world.desired, world.observed()))
          .as("seed %d: %s", seed, plan)
          .isEqualTo(Plan.EMPTY);
      changed += plan.isEmpty() ? 0 : 1;
    }
    return changed;
  }

  private static void settle(MinioModel world) {
    MinioPlanner.plan(world.desired, world.observed())
        .steps()
        .forEach(step -> world.apply(step.action()));
  }

  private static Plan reversed(MinioSpec desired, ObservedMinio seen) {
    List<Step> steps = new ArrayList<>(MinioPlanner.plan(desired, seen).steps());
    Collections.reverse(steps);
    return new Plan(steps);
  }

  private static Plan withoutPolicies(MinioSpec desired, ObservedMinio seen) {
    return without(MinioAction.PutPolicy.class, "content differs", desired, seen);
  }

  private static Plan withoutUsers(MinioSpec desired, ObservedMinio seen) {
    return without(MinioAction.PutUser.class, "secret differs", desired, seen);
  }

  private static Plan without(
      Class<?> action, String cause, MinioSpec desired, ObservedMinio seen) {
    return new Plan(
        MinioPlanner.plan(desired, seen).steps().stream()
            .filter(step -> !action.isInstance(step.action()) || !step.cause().equals(cause))
            .toList());
  }
}
