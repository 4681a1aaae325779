package io.lakeswarm.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.airflow.AirflowController;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.job.JobController;
import io.lakeswarm.reconciler.monitoring.MonitoringController;
import io.lakeswarm.reconciler.observed.LastPass;
import io.lakeswarm.reconciler.plan.Action;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A pass that throws anything leaves no old True, is counted, and is made good by the next one. */
class BrokenPassIT {
  private static final String[] NAMES = {
    "platform",
    "spark-workers",
    "services",
    "minio",
    "nessie",
    "catalog",
    "dremio",
    "airflow",
    "monitoring",
    "resets",
    "jobs",
    "operations"
  };

  private final FakeSwarm swarm = new FakeSwarm(0);
  private final Incarnation process =
      new Incarnation(
          TestSettings.of(
              swarm.url(),
              URI.create("http://127.0.0.1:1"),
              Path.of(System.getProperty("project.root"), "stacks", "desired-state.yml")),
          Clock.systemUTC());
  private final List<Controller<?>> controllers = new ArrayList<>(process.controllers());

  BrokenPassIT() {
    LakeswarmSettings settings = process.settings;
    Clock clock = process.clock;
    controllers.add(
        new AirflowController(settings, new SecretFiles(settings), process.reader, clock));
    controllers.add(new MonitoringController(settings, process.reader, clock));
    controllers.add(new JobController(process.reader, process.client, clock));
  }

  @AfterEach
  void stop() {
    process.close();
    swarm.close();
  }

  @Test
  void everyControllerOfTheApplicationIsTried() throws IOException {
    Path sources = Path.of(System.getProperty("project.root"), "reconciler", "src", "main", "java");
    try (Stream<Path> files = Files.walk(sources)) {
      List<String> classes =
          files
              .filter(file -> file.toString().endsWith("Controller.java"))
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> !name.equals("Controller") && !name.equals("ReadOnlyController"))
              .toList();
      assertThat(controllers.stream().map(it -> it.getClass().getSimpleName()))
          .containsExactlyInAnyOrderElementsOf(classes);
    }
    assertThat(controllers).extracting(Controller::name).containsExactlyInAnyOrder(NAMES);
  }

  /** A condition that no controller reports would keep its old status when a pass breaks off. */
  @Test
  void everyConditionIsReportedByAController() {
    Set<ConditionType> expected = EnumSet.allOf(ConditionType.class);
    expected.removeAll(Set.of(ConditionType.READY, ConditionType.DESIRED_STATE_VALID));
    assertThat(controllers.stream().flatMap(it -> it.reported().stream()).distinct())
        .as("Controller.reported()")
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  static Stream<String> names() {
    return Arrays.stream(NAMES);
  }

  @ParameterizedTest
  @MethodSource("names")
  void conditionsAreUnknownWhileItThrowsAndRightAgainAfterwards(String name) {
    Faulty faulty = faulty(name);
    Set<ConditionType> reported = faulty.reported();
    Reconciler<Object> loop = reconciler(faulty);
    everythingIsTrue();
    assertThat(conditions().get(ConditionType.READY).status()).isEqualTo(ConditionStatus.TRUE);
    pass(loop, faulty);
    Map<ConditionType, Condition> before = conditions();

    faulty.thrown = () -> new IllegalStateException("secret-in-the-text");
    for (Faulty.Place place : Faulty.Place.values()) {
      faulty.place = place;
      PassResult broken = pass(loop, faulty);
      assertThat(broken.outcome()).as("%s", place).isEqualTo(PassResult.Outcome.BROKE_OFF);
      otherControllersReport(faulty);
      for (ConditionType type : reported) {
        Condition condition = conditions().get(type);
        assertThat(condition.status()).as("%s %s", place, type).isEqualTo(ConditionStatus.UNKNOWN);
        assertThat(condition.reason()).isEqualTo("BrokeOff");
        assertThat(condition.message())
            .contains("java.lang.IllegalStateException in BrokenPassIT.java:")
            .contains("the log has the stack trace")
            .doesNotContain("secret-in-the-text");
      }
      assertThat(conditions().get(ConditionType.READY).status()).isEqualTo(ConditionStatus.UNKNOWN);
      assertThat(process.passes.all().get(name).verdict()).isEqualTo(LastPass.Verdict.UNFINISHED);
    }
    assertThat(counted(name)).isEqualTo(Faulty.Place.values().length);

    faulty.place = null;
    assertThat(pass(loop, faulty).outcome()).isNotEqualTo(PassResult.Outcome.BROKE_OFF);
    otherControllersReport(faulty);
    assertThat(conditions().get(ConditionType.READY).status()).isEqualTo(ConditionStatus.TRUE);
    reported.forEach(
        type -> assertThat(conditions().get(type).status()).isEqualTo(before.get(type).status()));
  }

  @Test
  void anErrorIsABrokenPassToo() {
    Faulty faulty = faulty("platform");
    faulty.place = Faulty.Place.OBSERVE;
    for (Error error : List.of(new StackOverflowError(), new NoClassDefFoundError("x"))) {
      faulty.thrown = () -> error;
      assertThat(pass(reconciler(faulty), faulty).outcome())
          .isEqualTo(PassResult.Outcome.BROKE_OFF);
    }
  }

  @Test
  void aDesiredStateThatCannotBeReadIsNotAnOldTrue() {
    Faulty faulty = faulty("platform");
    everythingIsTrue();
    Reconciler<Object> loop =
        new Reconciler<>(faulty, null, process.status, process.watch, process.clock);
    assertThat(pass(loop, faulty).outcome()).isEqualTo(PassResult.Outcome.BROKE_OFF);
    assertThat(conditions().get(ConditionType.DESIRED_STATE_VALID).reason()).isEqualTo("BrokeOff");
    assertThat(conditions().get(ConditionType.READY).status()).isEqualTo(ConditionStatus.UNKNOWN);
  }

  @Test
  void theHistoryKeepsWhatWasWrittenBeforeThePassBrokeOff() {
    Action first = () -> Action.Label.of("create", "part:1");
    Action second = () -> Action.Label.of("create", "part:2");
    Faulty faulty = faulty("platform");
    faulty.plan = new Plan(List.of(Step.of(first, "missing"), Step.of(second, "missing")));
    faulty.place = Faulty.Place.SECOND_APPLY;
    faulty.thrown = IllegalStateException::new;
    List<StepResult> heard = new ArrayList<>();
    PassResult result = reconciler(faulty).reconcile(Trigger.of(Trigger.Kind.RESYNC), heard::add);
    assertThat(result.outcome()).isEqualTo(PassResult.Outcome.BROKE_OFF);
    assertThat(result.report().results())
        .extracting(StepResult::outcome)
        .containsExactly(StepResult.Outcome.APPLIED, StepResult.Outcome.FAILED);
    assertThat(heard).isEqualTo(result.report().results());
  }

  @ParameterizedTest
  @EnumSource(
      value = PassResult.Outcome.class,
      names = {"FAILED", "BROKE_OFF"})
  void bothKindsOfFailureAreRetriedEverMoreRarely(PassResult.Outcome outcome) {
    Faulty faulty = faulty("platform");
    faulty.place = Faulty.Place.OBSERVE;
    faulty.thrown =
        outcome == PassResult.Outcome.FAILED
            ? () -> new ReconcileException.Stalled("x")
            : IllegalStateException::new;
    Backoff backoff = new Backoff(Duration.ofSeconds(15), new Random(1));
    Duration wait = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      PassResult result = pass(reconciler(faulty), faulty);
      assertThat(result.outcome()).isEqualTo(outcome);
      wait = backoff.after(result);
    }
    assertThat(wait).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    assertThat(backoff.isHoldingBack()).isTrue();
  }

  @Test
  void thePlatformNamesAllItsConditionsAndTheOthersTheirOwn() {
    for (Controller<?> controller : controllers) {
      assertThat(controller.reported())
          .isEqualTo(
              controller.name().equals("platform")
                  ? Set.of(
                      ConditionType.SWARM_REACHABLE,
                      ConditionType.CORE_SERVICES,
                      ConditionType.NODES_AVAILABLE)
                  : Set.of(controller.condition()));
    }
  }

  private Faulty faulty(String name) {
    return new Faulty(
        controllers.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow());
  }

  private Reconciler<Object> reconciler(Faulty faulty) {
    return new Reconciler<>(faulty, process.source, process.status, process.watch, process.clock);
  }

  private PassResult pass(Reconciler<Object> loop, Faulty faulty) {
    Trigger trigger = Trigger.of(Trigger.Kind.RESYNC);
    String name = faulty.name();
    Instant began = process.listener.now();
    Map<ConditionType, Condition> before = process.listener.before();
    loop.recheck();
    PassResult result =
        loop.reconcile(trigger, write -> process.listener.wrote(name, name, trigger, write));
    process.listener.looked(faulty, began, result);
    process.listener.ended(name, name, result, Duration.ZERO, before);
    return result;
  }

  private Map<ConditionType, Condition> conditions() {
    return process.status.conditions();
  }

  private double counted(String controller) {
    return process
        .registry
        .get("lakeswarm.reconcile")
        .tag("controller", controller)
        .tag("outcome", "broke_off")
        .counter()
        .count();
  }

  private void everythingIsTrue() {
    controllers.forEach(controller -> report(new Faulty(controller)));
  }

  private void otherControllersReport(Faulty than) {
    controllers.stream()
        .filter(controller -> !controller.name().equals(than.name()))
        .forEach(controller -> report(new Faulty(controller)));
  }

  private void report(Faulty healthy) {
    assertThat(reconciler(healthy).reconcile(Trigger.of(Trigger.Kind.RESYNC), w -> {}).failure())
        .isEmpty();
  }
}
