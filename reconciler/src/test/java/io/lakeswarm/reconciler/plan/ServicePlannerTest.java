package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.desired.ServicesSpec;
import io.lakeswarm.reconciler.desired.ServicesSpec.Drift;
import io.lakeswarm.reconciler.observed.ServiceSpec;
import io.lakeswarm.reconciler.observed.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServicePlannerTest {
  private static final ServicesSpec REPAIR = new ServicesSpec(Drift.REPAIR, new TreeMap<>());
  private static final ServicesSpec REPORT = ServicesSpec.REPORT_ALL;

  private static final Consumer<ObjectNode> LABEL =
      spec -> ((ObjectNode) spec.path("Labels")).put("a", "b");
  private static final Consumer<ObjectNode> IMAGE =
      spec -> ((ObjectNode) spec.at("/TaskTemplate/ContainerSpec")).put("Image", "x:2");
  private static final Consumer<ObjectNode> FREE =
      spec -> ((ArrayNode) spec.at("/TaskTemplate/Placement/Constraints")).removeAll();

  @Test
  void whatIsAsDeployedIsLeftAlone() {
    ServiceWorld world = ServiceWorld.of("minio").task("t1", 1, "n1");
    assertThat(ServicePlanner.plan(REPAIR, world.observed())).isEqualTo(Plan.EMPTY);
    assertThat(ServicePlanner.notes(REPAIR, world.observed())).isEmpty();
  }

  @Test
  void anotherImageIsRepairedAndEveryTaskStartsAnew() {
    ServiceWorld world = ServiceWorld.of("minio").changed(IMAGE).task("t1", 1, "n1");
    Plan plan = ServicePlanner.plan(REPAIR, world.observed());
    assertThat(plan)
        .hasToString(
            "update service:minio image x:2 -> 127.0.0.1:5000/lakeswarm/minio:1a2b3c @41"
                + " # not as deployed");
    assertThat(plan.steps().get(0).predictedRestarts()).containsExactly("task:t1");
    assertThat(written(plan)).isEqualTo(world.deployed());
    assertThat(ServicePlanner.notes(REPAIR, world.observed())).isEmpty();
  }

  @Test
  void whereReportIsDeclaredItIsOnlySaid() {
    ServiceWorld world = ServiceWorld.of("minio").changed(LABEL).task("t1", 1, "n1");
    assertThat(ServicePlanner.plan(REPORT, world.observed()).steps()).isEmpty();
    assertThat(ServicePlanner.notes(REPORT, world.observed()))
        .singleElement()
        .hasToString("report service:minio label a: b -> (absent) # drift: report");
  }

  @Test
  void aLabelRestartsNothing() {
    ServiceWorld world = ServiceWorld.of("minio").changed(LABEL).task("t1", 1, "n1");
    assertThat(restarts(world)).isEmpty();
  }

  @Test
  void aConstraintRestartsOnlyWhereItForbidsTheNode() {
    ServiceWorld world = ServiceWorld.of("minio").changed(FREE);
    world.task("allowed", 1, "n1").task("forbidden", 2, "n2");
    assertThat(restarts(world)).containsExactly("task:forbidden");
  }

  @Test
  void aTaskThatStillHasTheDeployedTemplateStays() {
    ServiceWorld world = ServiceWorld.of("minio").changed(IMAGE).update("paused");
    world.task("new", 1, "n1").task("old", 2, "n1", TaskState.RUNNING, world.deployed());
    assertThat(restarts(world)).containsExactly("task:new");
  }

  @Test
  void anotherPortRestartsTheTasksOfAGlobalService() {
    ServiceWorld world = ServiceWorld.of("gateway");
    world.changed(spec -> ((ArrayNode) spec.at("/EndpointSpec/Ports")).remove(0));
    world.task("t1", 0, "n1").task("t2", 0, "n2");
    assertThat(restarts(world)).containsExactly("task:t1", "task:t2");
  }

  @Test
  void fewerReplicasEndTheOneThatDoesNotRun() {
    ServiceWorld world = ServiceWorld.of("minio");
    world.changed(spec -> ((ObjectNode) spec.at("/Mode/Replicated")).put("Replicas", 2));
    world.task("running", 1, "n1").task("waiting", 2, "", TaskState.PENDING, world.live());
    assertThat(restarts(world)).containsExactly("task:waiting");
  }

  @Test
  void moreReplicasEndNone() {
    ServiceWorld world = ServiceWorld.of("minio");
    world.changed(spec -> ((ObjectNode) spec.at("/Mode/Replicated")).put("Replicas", 0));
    assertThat(restarts(world)).isEmpty();
  }

  /** The live form is kept where it means the same: Swarm would restart for another order. */
  @Test
  void aLabelIsRepairedWithoutTouchingTheOrderOfTheEnvironment() {
    ServiceWorld world = ServiceWorld.of("minio");
    world.changed(
        LABEL.andThen(
            spec -> {
              ArrayNode env = (ArrayNode) spec.at("/TaskTemplate/ContainerSpec/Env");
              env.add(env.remove(0));
              ((ObjectNode) spec.path("TaskTemplate")).put("ForceUpdate", 3);
            }));
    world.task("t1", 1, "n1");
    assertThat(restarts(world)).isEmpty();
    assertThat(written(ServicePlanner.plan(REPAIR, world.observed())).at("TaskTemplate"))
        .isEqualTo(world.live().at("TaskTemplate"));
  }

  @Test
  void theNumberOfWorkersBelongsToAnother() {
    ServiceWorld world = ServiceWorld.as("spark-worker");
    Consumer<ObjectNode> seven =
        spec -> ((ObjectNode) spec.at("/Mode/Replicated")).put("Replicas", 7);
    assertThat(ServicePlanner.plan(REPAIR, world.changed(seven).observed()).steps()).isEmpty();

    Plan plan = ServicePlanner.plan(REPAIR, world.changed(seven.andThen(LABEL)).observed());
    assertThat(plan.steps().get(0).action().detail()).isEqualTo("label a: b -> (absent)");
    assertThat(written(plan).at("Mode", "Replicated", "Replicas")).isEqualTo(7L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reconciler", "docker-proxy"})
  void whatItWorksThroughIsNeverRepaired(String name) {
    ServiceWorld world = ServiceWorld.as(name).changed(LABEL);
    assertLeft(world, "report", "never repairs it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"updating", "rollback_started"})
  void whileSwarmRollsOutItWaits(String state) {
    assertLeft(ServiceWorld.of("minio").changed(IMAGE).update(state), "wait", "rolls out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rollback_completed", "rollback_paused"})
  void whatSwarmRolledBackIsNotTriedAgain(String state) {
    assertLeft(ServiceWorld.of("minio").changed(IMAGE).update(state), "report", "rolled");
  }

  @Test
  void whatIsChangedAgainAndAgainWaits() {
    ServiceWorld world = ServiceWorld.of("minio").changed(LABEL).paused(Duration.ofSeconds(1));
    assertLeft(world, "wait", "another client keeps changing it");
  }

  @Test
  void withoutItsLabelItIsNotOursToTouch() {
    ServiceWorld world = ServiceWorld.of("minio");
    world.changed(spec -> ((ObjectNode) spec.path("Labels")).remove("lakeswarm.managed"));
    assertLeft(world, "report", "lost the label");
  }

  @Test
  void anotherModeCannotBeRepaired() {
    ServiceWorld world = ServiceWorld.of("minio");
    world.changed(spec -> spec.putObject("Mode").putObject("Global"));
    assertLeft(world, "report", "cannot change a mode");
  }

  @Test
  void aServiceThatIsGoneIsReported() {
    ServiceWorld world = ServiceWorld.of("minio").gone();
    assertThat(ServicePlanner.plan(REPAIR, world.observed()).steps()).isEmpty();
    assertThat(ServicePlanner.notes(REPAIR, world.observed()))
        .singleElement()
        .hasToString(
            "report service:minio is gone # The service does not exist; make swarm_deploy makes"
                + " it.");
  }

  @Test
  void whileADeployIsUnderWayNothingIsCompared() {
    ServiceWorld world = ServiceWorld.of("minio").changed(IMAGE).deploying();
    assertLeft(world, "wait", "A deploy is under way");
  }

  private static void assertLeft(ServiceWorld world, String action, String cause) {
    assertThat(ServicePlanner.plan(REPAIR, world.observed()).steps()).isEmpty();
    List<PlanNote> notes = ServicePlanner.notes(REPAIR, world.observed());
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0).action()).isEqualTo(action);
    assertThat(notes.get(0).cause()).contains(cause);
  }

  private static List<String> restarts(ServiceWorld world) {
    Plan plan = ServicePlanner.plan(REPAIR, world.observed());
    assertThat(plan.steps()).hasSize(1);
    return plan.steps().get(0).predictedRestarts();
  }

  private static ServiceSpec written(Plan plan) {
    return ((ServiceAction.UpdateService) plan.steps().get(0).action()).spec();
  }
}
