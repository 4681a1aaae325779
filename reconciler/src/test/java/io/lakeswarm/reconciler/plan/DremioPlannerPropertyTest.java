package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.config.DocumentReader;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DesiredStateParser;
import io.lakeswarm.reconciler.observed.ObservedDremio;
import io.lakeswarm.reconciler.testing.Documents;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DremioPlannerPropertyTest {
  private static final int STATES = 7_000;

  /** The user, the sources, an end of changes, the proof. */
  private static final int LOOKS = 6;

  private static final DesiredState KIT =
      DesiredStateParser.parse(DocumentReader.read(Documents.kit()));

  @Test
  void fromAnyStateItBecomesAsDesiredAndStaysSo() {
    int changed = everyStateIsRepairedBy(DremioPlanner::plan);
    assertThat(changed).isBetween(STATES / 2, STATES - 1);
  }

  @Test
  void plantedBugsAreCaught() {
    Catching.assertCaught(
        "takes an unknown secret for the right one",
        () -> everyStateIsRepairedBy(changed(DremioPlannerPropertyTest::adopted)));
    Catching.assertCaught(
        "does not send a changed secret",
        () ->
            everyStateIsRepairedBy(
                changed(update -> with(update, update.tag(), DremioAction.Secret.KEEP))));
    Catching.assertCaught(
        "does not look at the tag",
        () -> everyStateIsRepairedBy(changed(update -> with(update, "0", update.secret()))));
    Catching.assertCaught(
        "does not tell that data was lost",
        () ->
            everyStateIsRepairedBy(
                (desired, seen) ->
                    new Plan(
                        DremioPlanner.plan(desired, seen).steps().stream()
                            .filter(step -> !(step.action() instanceof ResetAction.Record))
                            .toList())));
  }

  private static int everyStateIsRepairedBy(
      BiFunction<DesiredState, ObservedDremio, Plan> planner) {
    int changed = 0;
    for (int seed = 0; seed < STATES; seed++) {
      DremioModel world = new DremioModel(KIT, new Random(seed));
      Plan plan = planner.apply(world.desired, world.observed());
      changed += plan.isEmpty() ? 0 : 1;
      for (int look = 0; look < LOOKS; look++) {
        plan = planner.apply(world.desired, world.observed());
        assertThat(planner.apply(world.desired, world.observed())).isEqualTo(plan);
        assertThat(Cause.unlisted(plan)).isEmpty();
        plan.steps().forEach(step -> world.apply(step.action()));
        world.settle();
      }
      assertThat(plan).as("seed %d", seed).isEqualTo(Plan.EMPTY);
      assertThat(world.isAsDesired()).as("seed %d", seed).isTrue();
    }
    return changed;
  }

  /** The planner with each update of a source replaced. */
  private static BiFunction<DesiredState, ObservedDremio, Plan> changed(
      Function<DremioAction.UpdateSource, DremioAction> change) {
    return (desired, seen) ->
        new Plan(
            DremioPlanner.plan(desired, seen).steps().stream()
                .map(
                    step ->
                        step.action() instanceof DremioAction.UpdateSource update
                            ? Step.of(change.apply(update), step.cause())
                            : step)
                .toList());
  }

  private static DremioAction adopted(DremioAction.UpdateSource update) {
    return update.differs().isEmpty()
        ? new DremioAction.AdoptSource(update.source(), update.user(), update.clusterId())
        : update;
  }

  private static DremioAction with(
      DremioAction.UpdateSource update, String tag, DremioAction.Secret secret) {
    return new DremioAction.UpdateSource(
        update.source(),
        update.user(),
        update.clusterId(),
        update.id(),
        tag,
        update.differs(),
        secret);
  }
}
