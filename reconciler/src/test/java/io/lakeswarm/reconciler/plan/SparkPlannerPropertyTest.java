package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.desired.WorkersSpec;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.RecordedDrain;
import io.lakeswarm.reconciler.observed.TaskState;
import io.lakeswarm.reconciler.observed.WorkerService;
import io.lakeswarm.reconciler.testing.SwarmModel;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class SparkPlannerPropertyTest {
  private static final int WORLDS = 6000;
  private static final int ROUNDS = 80;

  private int nonEmptyFirstPlans;
  private int drained;
  private int settledWithSpareSlot;
  private int endedByScale;
  private int open;
  private int states;
  private BiFunction<WorkersSpec, ObservedSpark, Plan> planner = SparkPlanner::plan;

  @Test
  void fromAnyWorldItConvergesAndNeverEndsAWorker() {
    everyWorldConverges();
    assertThat(nonEmptyFirstPlans).isGreaterThan(WORLDS / 2);
    assertThat(drained).isGreaterThan(WORLDS / 4);
    assertThat(settledWithSpareSlot).isLessThan(WORLDS / 10);
    assertThat(states).isGreaterThan(20_000);
    assertThat(endedByScale).isGreaterThan(WORLDS / 20);
    assertThat(open).as("predictions that left Swarm a choice").isGreaterThan(10);
  }

  @Test
  void plantedBugsAreCaught() {
    planner = (desired, seen) -> changed(desired, seen, SparkPlannerPropertyTest::undrained);
    Catching.assertCaught("removes a worker instead of draining it", this::everyWorldConverges);
    planner = (desired, seen) -> changed(desired, seen, SparkPlannerPropertyTest::otherVersion);
    Catching.assertCaught("skips the version", this::everyWorldConverges);
    planner = (desired, seen) -> changed(desired, seen, SparkPlannerPropertyTest::oneTooFew);
    Catching.assertCaught("removes one slot too many", this::everyWorldConverges);
  }

  private static Plan changed(
      WorkersSpec desired, ObservedSpark seen, BiFunction<Step, ObservedSpark, Step> change) {
    return new Plan(
        SparkPlanner.plan(desired, seen).steps().stream()
            .map(step -> change.apply(step, seen))
            .toList());
  }

  private static Step undrained(Step step, ObservedSpark seen) {
    WorkerService service = seen.service().orElseThrow();
    int replicas = service.replicas();
    return step.action() instanceof SparkAction.DrainWorker
        ? scaled(step, service.id(), replicas, replicas - 1, service.version())
        : step;
  }

  private static Step otherVersion(Step step, ObservedSpark seen) {
    return step.action() instanceof SparkAction.ScaleWorkers scale
        ? scaled(step, scale.serviceId(), scale.from(), scale.to(), scale.version() - 1)
        : step;
  }

  private static Step oneTooFew(Step step, ObservedSpark seen) {
    return step.action() instanceof SparkAction.ScaleWorkers scale && scale.to() < scale.from()
        ? scaled(step, scale.serviceId(), scale.from(), scale.to() - 1, scale.version())
        : step;
  }

  private static Step scaled(Step step, String service, int from, int to, long version) {
    SparkAction action = new SparkAction.ScaleWorkers(service, from, to, version);
    return new Step(action, step.cause(), step.version(), List.of());
  }

  private void everyWorldConverges() {
    for (int seed = 0; seed < WORLDS; seed++) {
      Random random = new Random(seed);
      SwarmModel world = randomWorld(random);
      WorkersSpec desired = new WorkersSpec(random.nextInt(8), 0, 16);
      converge(seed, world, desired, random);
    }
  }

  private void converge(int seed, SwarmModel world, WorkersSpec desired, Random random) {
    String history = "";
    for (int round = 0; round < ROUNDS; round++) {
      ObservedSpark observed = world.observed();
      Plan plan = planner.apply(desired, observed);
      states++;
      assertThat(planner.apply(desired, world.observed())).as("deterministic").isEqualTo(plan);
      assertThat(Cause.unlisted(plan)).isEmpty();
      history += "\n" + round + ": " + plan;
      if (round == 0 && !plan.isEmpty()) {
        nonEmptyFirstPlans++;
      }
      assertThat(busyTold(world))
          .as("seed %d%s", seed, history)
          .isLessThanOrEqualTo(1 + busyBefore);
      plan.steps().forEach(step -> apply(step, world));
      assertThat(world.removedRunning).as("seed %d%s", seed, history).isEmpty();
      if (plan.isEmpty() && isQuiet(world)) {
        assertSettled(seed, world, desired, history);
        return;
      }
      world.masterUp = true;
      if (plan.isEmpty() || random.nextBoolean()) {
        world.advance();
        busyBefore = 0;
      }
    }
    throw new AssertionError("seed " + seed + " does not converge:" + history);
  }

  private int busyBefore;

  /** No slot was completed or draining at the start, so none may be left over at the end. */
  private boolean plainStart;

  private static long busyTold(SwarmModel world) {
    return world.tasks.stream().filter(t -> t.decommissioned && t.isWorking()).count();
  }

  private void assertSettled(int seed, SwarmModel world, WorkersSpec desired, String history) {
    long running = world.tasks.stream().filter(t -> t.wanted).count();
    assertThat(running).as("workers, seed %d%s", seed, history).isEqualTo(desired.replicas());
    assertThat(world.drains).as("drains, seed %d%s", seed, history).isEmpty();
    assertThat(world.replicas)
        .as("seed %d%s", seed, history)
        .isGreaterThanOrEqualTo(desired.replicas());
    if (plainStart) {
      assertThat(world.replicas).as("seed %d%s", seed, history).isEqualTo(desired.replicas());
    }
    settledWithSpareSlot += world.replicas > desired.replicas() ? 1 : 0;
  }

  private static boolean isQuiet(SwarmModel world) {
    return world.masterUp
        && world.tasks.stream()
            .noneMatch(
                t ->
                    t.wanted
                        && (t.state != TaskState.RUNNING || t.decommissioned || !t.registered));
  }

  private void apply(Step step, SwarmModel world) {
    assertThat(step.action()).isInstanceOf(SparkAction.class);
    if (step.action() instanceof SparkAction.ScaleWorkers scale) {
      assertThat(scale.serviceId()).as("nothing foreign is touched").isEqualTo("svc1");
      Set<String> before = world.observed().live();
      world.scale(scale.version(), scale.to());
      assertPredicted(step.restarts(), before, world.observed().live());
    } else if (step.action() instanceof SparkAction.RecordDrain record) {
      String id = "config-" + record.task().id();
      world.drains.add(
          new RecordedDrain(
              id, record.task().id(), record.task().address(), record.idle(), Instant.EPOCH));
    } else if (step.action() instanceof SparkAction.DrainWorker drain) {
      assertThat(world.drains).anyMatch(d -> d.taskId().equals(drain.taskId()));
      assertThat(world.decommission(drain.address())).isTrue();
      drained++;
    } else if (step.action() instanceof SparkAction.ForgetDrain forget) {
      world.drains.remove(forget.drain());
    }
  }

  private void assertPredicted(Restarts restarts, Set<String> before, Set<String> after) {
    Set<String> ended = new TreeSet<>(before);
    ended.removeAll(after);
    assertThat(ended).as("%s", restarts).allMatch(restarts::covers);
    assertThat(ended.size()).as("%s", restarts).isBetween(restarts.atLeast(), restarts.atMost());
    endedByScale += ended.size();
    open += restarts.possible().size() > ended.size() ? 1 : 0;
  }

  private SwarmModel randomWorld(Random random) {
    List<String> nodes = List.of("n1", "n2", "n3", "n4").subList(0, 1 + random.nextInt(4));
    SwarmModel world = new SwarmModel(nodes, random);
    int slots = random.nextInt(9);
    for (int slot = 1; slot <= slots; slot++) {
      SwarmModel.Task task = world.add(slot, nodes.get(random.nextInt(nodes.size())));
      int kind = random.nextInt(10);
      if (kind < 6) {
        task.state = TaskState.RUNNING;
        task.registered = random.nextInt(10) > 0;
        task.coresUsed = task.registered && random.nextBoolean() ? 1 : 0;
        task.decommissioned = task.registered && random.nextInt(12) == 0;
        if (task.decommissioned && random.nextBoolean() || random.nextInt(15) == 0) {
          world.drains.add(
              new RecordedDrain(
                  "config-" + task.id, task.id, task.address, task.coresUsed == 0, Instant.EPOCH));
        }
      } else if (kind < 8) {
        task.state = TaskState.COMPLETE;
        task.wanted = false;
      } else {
        task.state = random.nextBoolean() ? TaskState.STARTING : TaskState.PENDING;
        task.node = task.state == TaskState.PENDING && random.nextBoolean() ? "" : task.node;
      }
    }
    world.replicas = slots;
    world.masterUp = random.nextInt(10) > 0;
    busyBefore = (int) busyTold(world);
    plainStart =
        world.tasks.stream().allMatch(t -> t.wanted && !t.decommissioned) && world.drains.isEmpty();
    return world;
  }
}
