package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.desired.ServicesSpec;
import io.lakeswarm.reconciler.desired.ServicesSpec.Drift;
import io.lakeswarm.reconciler.observed.LiveService;
import io.lakeswarm.reconciler.observed.ObservedService;
import io.lakeswarm.reconciler.observed.ObservedServices;
import io.lakeswarm.reconciler.observed.ServiceSpec;
import io.lakeswarm.reconciler.swarm.SpecJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ServicePlannerPropertyTest {
  private static final int WORLDS = 5_000;
  private static final ServicesSpec REPAIR = new ServicesSpec(Drift.REPAIR, new TreeMap<>());
  private static final List<String> SERVICES = List.of("minio", "nessie", "gateway");

  private int repaired;
  private int withoutRestart;
  private int left;
  private Function<ObservedServices, Plan> planner = seen -> ServicePlanner.plan(REPAIR, seen);

  @Test
  void afterTheRepairNothingIsLeftToDoAndExactlyThePredictedTasksEnd() {
    everyWorldIsRepaired();
    assertThat(repaired).isGreaterThan(WORLDS / 2);
    assertThat(withoutRestart).isBetween(WORLDS / 50, repaired / 2);
    assertThat(left).as("drifted, and not the kit's any more").isGreaterThan(WORLDS / 50);
  }

  @Test
  void plantedBugsAreCaught() {
    planner = seen -> changed(seen, (update, step) -> step(step, update, live(seen)));
    Catching.assertCaught("writes what it found", this::everyWorldIsRepaired);
    planner =
        seen ->
            changed(
                seen, (update, step) -> new Step(update, step.cause(), step.version(), List.of()));
    Catching.assertCaught("says that no task ends", this::everyWorldIsRepaired);
    planner = seen -> ServicePlanner.plan(REPAIR, managed(seen));
    Catching.assertCaught("does not look whose the service is", this::everyWorldIsRepaired);
  }

  private void everyWorldIsRepaired() {
    for (int seed = 0; seed < WORLDS; seed++) {
      Random random = new Random(seed);
      ServiceWorld world = ServiceWorld.of(SERVICES.get(random.nextInt(SERVICES.size())));
      boolean ours = random.nextInt(10) > 0;
      world.changed(spec -> mutate(spec, random, ours));
      world.task("t1", 1, "n1");
      ObservedServices observed = world.observed();
      Plan plan = planner.apply(observed);
      assertThat(planner.apply(observed)).isEqualTo(plan);
      assertThat(Cause.unlisted(plan)).isEmpty();
      if (!ours) {
        assertThat(plan).as("seed %d: nothing foreign is touched", seed).isEqualTo(Plan.EMPTY);
        left++;
      } else if (!plan.isEmpty()) {
        apply(seed, plan, world);
      }
    }
  }

  private static Plan changed(
      ObservedServices seen, BiFunction<ServiceAction.UpdateService, Step, Step> change) {
    return new Plan(
        ServicePlanner.plan(REPAIR, seen).steps().stream()
            .map(step -> change.apply((ServiceAction.UpdateService) step.action(), step))
            .toList());
  }

  private static Step step(Step step, ServiceAction.UpdateService update, ServiceSpec spec) {
    return new Step(
        new ServiceAction.UpdateService(
            update.name(), update.id(), update.version(), spec, update.changes()),
        step.cause(),
        step.version(),
        step.predictedRestarts());
  }

  private static ServiceSpec live(ObservedServices seen) {
    return seen.services().get(0).live().orElseThrow().spec();
  }

  /** As if the service had its label still. */
  private static ObservedServices managed(ObservedServices seen) {
    ObservedService service = seen.services().get(0);
    LiveService live = service.live().orElseThrow();
    LiveService labelled =
        new LiveService(
            live.id(),
            live.version(),
            live.update(),
            live.spec().with("true", "lakeswarm.managed", "Labels"),
            live.tasks(),
            live.pause());
    return new ObservedServices(
        seen.baseline(),
        List.of(new ObservedService(service.deployed(), Optional.of(labelled))),
        seen.networks(),
        seen.nodes());
  }

  private void apply(int seed, Plan plan, ServiceWorld world) {
    Step step = plan.steps().get(0);
    ServiceSpec written = ((ServiceAction.UpdateService) step.action()).spec();
    boolean ends = endsTasks(SpecJson.write(world.live()), SpecJson.write(written));
    assertThat(step.predictedRestarts())
        .as("seed %d: %s", seed, plan)
        .isEqualTo(ends ? List.of("task:t1") : List.of());
    ObservedServices after = world.live(written).observed();
    assertThat(planner.apply(after).steps()).as("seed %d: %s", seed, plan).isEmpty();
    assertThat(ServicePlanner.notes(REPAIR, after)).as("seed %d", seed).isEmpty();
    repaired++;
    withoutRestart += ends ? 0 : 1;
  }

  /** Swarm's rule on the trees themselves; the task runs on a node that every constraint allows. */
  private static boolean endsTasks(JsonNode before, JsonNode after) {
    ObjectNode was = before.path("TaskTemplate").deepCopy();
    ObjectNode is = after.path("TaskTemplate").deepCopy();
    was.remove("Placement");
    is.remove("Placement");
    return !was.equals(is) || !before.path("EndpointSpec").equals(after.path("EndpointSpec"));
  }

  /** Removes, replaces, reorders or adds at one to three random places. */
  private static void mutate(ObjectNode spec, Random random, boolean ours) {
    for (int n = random.nextInt(3); n >= 0; n--) {
      List<ObjectNode> places = new ArrayList<>();
      collect(spec, places);
      // Not the root: name and mode cannot change, and Swarm refuses them.
      ObjectNode place = places.get(1 + random.nextInt(places.size() - 1));
      List<String> keys = new ArrayList<>();
      place.fieldNames().forEachRemaining(keys::add);
      if (keys.isEmpty() || random.nextInt(5) == 0) {
        place.put("Added" + random.nextInt(3), random.nextBoolean() ? "" : "x" + random.nextInt());
      } else {
        change(place, keys.get(random.nextInt(keys.size())), random);
      }
    }
    if (!ours) {
      ((ObjectNode) spec.path("Labels")).put("lakeswarm.managed", "false");
    }
  }

  private static void change(ObjectNode place, String key, Random random) {
    JsonNode value = place.path(key);
    if (value instanceof ArrayNode list && list.size() > 0) {
      switch (random.nextInt(3)) {
        case 0 -> list.remove(random.nextInt(list.size()));
        case 1 -> list.add(list.remove(0));
        default ->
            list.add(
                list.get(0).isTextual()
                    ? JsonNodeFactory.instance.textNode("NEW=" + random.nextInt(9))
                    : list.get(0).deepCopy());
      }
    } else if (random.nextInt(3) == 0 || value.isContainerNode()) {
      if (!key.equals("lakeswarm.managed") && !key.equals("lakeswarm.service")) {
        place.remove(key);
      }
    } else if (value.isTextual() && !key.startsWith("lakeswarm.")) {
      place.put(key, value.asText() + random.nextInt(9));
    } else if (value.isNumber()) {
      place.put(key, value.asLong() + random.nextInt(9));
    }
  }

  private static void collect(JsonNode node, List<ObjectNode> places) {
    if (node instanceof ObjectNode object) {
      places.add(object);
    }
    String skipped = "Mode";
    node.fields()
        .forEachRemaining(
            entry -> {
              if (!entry.getKey().equals(skipped)) {
                collect(entry.getValue(), places);
              }
            });
    if (node.isArray()) {
      node.forEach(below -> collect(below, places));
    }
  }
}
