package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.desired.NessieSpec;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class NessiePlannerPropertyTest {
  private static final int STATES = 7_000;
  private static final List<String> BRANCHES = List.of("main", "dev", "test");
  private static final List<String> NAMESPACES = List.of("a", "a.b", "a.b.c", "gold", "raw.api");

  @Test
  void fromAnyStateOnePlanMakesItAsDesired() {
    int changed = everyStateIsRepairedBy(NessiePlanner::plan);
    assertThat(changed).isBetween(STATES / 2, STATES - 1);
  }

  @Test
  void plantedBugsAreCaught() {
    Catching.assertCaught(
        "makes inner namespaces first",
        () ->
            everyStateIsRepairedBy(
                (desired, seen) -> {
                  List<Step> steps = new ArrayList<>(NessiePlanner.plan(desired, seen).steps());
                  Collections.reverse(steps);
                  return new Plan(steps);
                }));
    Catching.assertCaught(
        "forgets what a new branch does not inherit",
        () ->
            everyStateIsRepairedBy(
                (desired, seen) ->
                    new Plan(
                        NessiePlanner.plan(desired, seen).steps().stream()
                            .filter(step -> !isOnNewBranch(step, seen))
                            .toList())));
    Catching.assertCaught(
        "does not tell that data was lost",
        () ->
            everyStateIsRepairedBy(
                (desired, seen) ->
                    new Plan(
                        NessiePlanner.plan(desired, seen).steps().stream()
                            .filter(step -> !(step.action() instanceof ResetAction.Record))
                            .toList())));
  }

  private static boolean isOnNewBranch(Step step, ObservedNessie seen) {
    return step.action() instanceof NessieAction.CreateNamespace create
        && !seen.branches().containsKey(create.branch());
  }

  private static int everyStateIsRepairedBy(BiFunction<NessieSpec, ObservedNessie, Plan> planner) {
    int changed = 0;
    for (int seed = 0; seed < STATES; seed++) {
      Random random = new Random(seed);
      NessieSpec desired = new NessieSpec(some(BRANCHES, random), some(NAMESPACES, random));
      NessieModel world = new NessieModel(NAMESPACES, random);
      Plan plan = planner.apply(desired, world.observed(desired));
      assertThat(planner.apply(desired, world.observed(desired))).isEqualTo(plan);
      assertThat(Cause.unlisted(plan)).isEmpty();
      Set<String> foreign = world.namespaces("foreign");
      plan.steps().forEach(step -> world.apply(step.action()));
      for (String branch : desired.branches()) {
        assertThat(world.namespaces(branch))
            .as("seed %d: %s", seed, plan)
            .containsAll(desired.namespaces());
      }
      assertOnlyTheProofIsLeft(planner, desired, world, seed);
      assertThat(world.namespaces("foreign")).isEqualTo(foreign);
      changed += plan.isEmpty() ? 0 : 1;
    }
    return changed;
  }

  /** What was repaired is proven by the next look, and then remembered. */
  private static void assertOnlyTheProofIsLeft(
      BiFunction<NessieSpec, ObservedNessie, Plan> planner,
      NessieSpec desired,
      NessieModel world,
      int seed) {
    Plan proof = planner.apply(desired, world.observed(desired));
    assertThat(proof.steps())
        .as("seed %d", seed)
        .allMatch(
            step ->
                step.action() instanceof ResetAction.Remember
                    || step.action() instanceof ResetAction.Close);
    proof.steps().forEach(step -> world.apply(step.action()));
    assertThat(planner.apply(desired, world.observed(desired)))
        .as("seed %d after %s", seed, proof)
        .isEqualTo(Plan.EMPTY);
  }

  private static List<String> some(List<String> all, Random random) {
    return all.stream().filter(one -> random.nextInt(3) > 0).toList();
  }
}
