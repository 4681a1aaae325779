package io.lakeswarm.reconciler.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.store.StaleRevision;
import io.lakeswarm.reconciler.swarm.DockerRefusal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Faults in front of a real engine, which must be a swarm of its own: {@code FAULTS_DOCKER_HOST}
 * names it, {@code FAULTS_IMAGE} an image on it that has a shell. Real time: a run takes ten to
 * thirty seconds, so there are as many as {@code faults.minutes} allow, shuffled by {@code
 * faults.seed}.
 */
@EnabledIfEnvironmentVariable(named = "FAULTS_DOCKER_HOST", matches = ".+")
class EngineFaultsRun {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final List<FaultClass> FAULTS =
      List.of(
          FaultClass.CRASH_BEFORE,
          FaultClass.CRASH_AFTER,
          FaultClass.REPLY_LOST,
          FaultClass.ERROR_500,
          FaultClass.ERROR_409,
          FaultClass.OUT_OF_SEQUENCE,
          FaultClass.NO_LEADER,
          FaultClass.TIME_OUT,
          FaultClass.STALE_LISTS,
          FaultClass.EVENTS_LOST,
          FaultClass.EVENTS_DOUBLED,
          FaultClass.EVENTS_REORDERED,
          FaultClass.EVENTS_CUT);

  /** The workloads, each from two workers at rest. */
  private enum Scaling {
    OUT(2, 4),
    IN(4, 2),
    BY_HAND(2, 2);

    private final int from;
    private final int to;

    Scaling(int from, int to) {
      this.from = from;
      this.to = to;
    }
  }

  private record Trial(Scaling scaling, FaultClass fault, int point) {}

  @Test
  void scalingSurvivesOnARealEngine() {
    URI url = URI.create(System.getenv("FAULTS_DOCKER_HOST"));
    String image = System.getenv().getOrDefault("FAULTS_IMAGE", "busybox");
    long seed = Long.getLong("faults.seed", 1);
    long end = System.nanoTime() + Duration.ofMinutes(Long.getLong("faults.minutes", 15)).toNanos();
    Map<Trial, List<String>> wrong =
        new TreeMap<>(Collections.reverseOrder((a, b) -> a.toString().compareTo(b.toString())));
    int tried = 0;
    try (Engine engine = new Engine(url, image)) {
      for (Trial trial : trials(engine, seed)) {
        if (System.nanoTime() > end) {
          break;
        }
        List<String> flaws = run(engine, trial.scaling(), trial.fault(), trial.point()).flaws();
        tried++;
        if (!flaws.isEmpty()) {
          wrong.put(trial, flaws);
        }
        System.out.printf("%d: %s %s%n", tried, trial, flaws.isEmpty() ? "survived" : flaws);
      }
    }
    System.out.printf(
        "real engine: %d of %d survived, seed %d%n", tried - wrong.size(), tried, seed);
    assertThat(wrong).isEmpty();
  }

  private static List<Trial> trials(Engine engine, long seed) {
    List<Trial> trials = new ArrayList<>();
    for (Scaling scaling : Scaling.values()) {
      Result reference = run(engine, scaling, FaultClass.CRASH_BEFORE, Script.NEVER);
      assertThat(reference.flaws()).as("%s without a fault", scaling).isEmpty();
      for (int point = 1; point <= reference.writes(); point++) {
        for (FaultClass fault : FAULTS) {
          trials.add(new Trial(scaling, fault, point));
        }
      }
    }
    Collections.shuffle(trials, new Random(seed));
    return trials;
  }

  private record Result(int writes, List<String> flaws) {}

  private static Result run(Engine engine, Scaling scaling, FaultClass fault, int point) {
    engine.begin(2);
    try (World world = new World(Instant.now());
        EngineMaster master = new EngineMaster(engine)) {
      Script script = new Script(fault, point, world.time);
      try (EngineDriver driver = new EngineDriver(world, engine, master, script)) {
        script.onFire(
            () -> {
              if (fault == FaultClass.EVENTS_CUT) {
                driver.cutEvents();
              }
            });
        boolean ready = driver.settle(2, LONG);
        if (scaling.from != 2) {
          ask(driver, scaling.from);
          ready &= driver.settle(scaling.from, LONG);
        }
        script.begin();
        if (scaling == Scaling.BY_HAND) {
          driver.byHand(() -> engine.scale(5));
          ready &= driver.settle(2, LONG);
          driver.byHand(() -> engine.scale(1));
        } else {
          ask(driver, scaling.to);
        }
        List<String> flaws = flaws(engine, driver, master, scaling, ready);
        return new Result(script.writes(), flaws);
      }
    }
  }

  private static List<String> flaws(
      Engine engine, EngineDriver driver, EngineMaster master, Scaling scaling, boolean ready) {
    List<String> flaws = new ArrayList<>();
    if (!ready || !driver.settle(scaling.to, LONG)) {
      flaws.add("does not converge");
    }
    if (!driver.ended().isEmpty()) {
      flaws.add("workers ended without a drain: " + driver.ended());
    }
    if (master.told().size() > Math.max(0, scaling.from - scaling.to)
        && scaling != Scaling.BY_HAND) {
      flaws.add(master.told().size() + " workers drained");
    }
    if (!engine.memory("drain").isEmpty()) {
      flaws.add("a drain is left");
    }
    if (engine.memory("status").size() != 1) {
      flaws.add(engine.memory("status").size() + " status documents");
    }
    boolean open =
        engine.memory("operation").stream()
            .anyMatch(o -> o.toString().contains("\"lakeswarm.operation.state\":\"RUNNING\""));
    if (open) {
      flaws.add("an operation is open");
    }
    return flaws;
  }

  /** Asks until it is accepted; between two tries the loops go on. */
  private static void ask(EngineDriver driver, int replicas) {
    for (boolean accepted = false; !accepted; ) {
      try {
        Requests.scale(driver.incarnation(), replicas);
        accepted = true;
      } catch (ReconcileException | DockerRefusal | StaleRevision notYet) {
        driver.settle(replicas, Duration.ofSeconds(1));
      }
    }
  }
}
