package io.lakeswarm.reconciler.faults;

import io.lakeswarm.reconciler.loop.Incarnation;
import io.lakeswarm.reconciler.store.StaleRevision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One workload with one fault at one write, or with none. */
final class Run {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PREPARED_BY = Duration.ofMinutes(5);
  private static final Duration CONVERGED_BY = Duration.ofMinutes(10);
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration SHORT_DEADLINE = Duration.ofMillis(400);
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final Workload workload;
  private final FaultClass fault;
  private final int point;

  private Run(Workload workload, FaultClass fault, int point) {
    this.workload = workload;
    this.fault = fault;
    this.point = point;
  }

  /**
   * What a run left behind.
   *
   * @param writes tried writes, in vain or not
   * @param identityKnown whether the storage that the fault wipes was remembered when it came
   */
  record Outcome(
      boolean fired,
      boolean converged,
      boolean hot,
      int writes,
      Map<String, String> content,
      Traffic traffic,
      List<String> removedRunning,
      boolean identityKnown,
      List<String> bugs,
      List<String> notes) {}

  /** Nothing goes wrong. */
  static Outcome reference(Workload workload) {
    return new Run(workload, FaultClass.CRASH_BEFORE, Script.NEVER).run();
  }

  /** Nothing goes wrong, and once all is quiet somebody sends another state. */
  static Outcome referenceWithLateState(Workload workload) {
    return new Run(workload, FaultClass.NEW_STATE, Script.NEVER).run();
  }

  /** {@code fault} comes at write number {@code point}. */
  static Outcome with(Workload workload, FaultClass fault, int point) {
    return new Run(workload, fault, point).run();
  }

  private Outcome run() {
    boolean short_ = fault == FaultClass.TIME_OUT || fault == FaultClass.SLOW_LORIS;
    try (World world = new World(T0.plus(Duration.ofMinutes(7L * RUNS.getAndIncrement())))) {
      Script script = new Script(fault, point, world.time);
      boolean[] identityKnown = {false};
      if (!workload.beginsInstalled()) {
        script.begin(); // The first writes are those of the start.
      }
      try (Driver driver = new Driver(world, script, short_ ? SHORT_DEADLINE : DEADLINE)) {
        script.onFire(
            () -> {
              identityKnown[0] =
                  fault
                      .wiped()
                      .map(server -> "fact " + server.text() + ".identity")
                      .filter(world.content()::containsKey)
                      .isPresent();
              strike(world, driver);
            });
        boolean converged = prepared(driver);
        script.begin();
        workload.begin(driver);
        converged &= driver.settle(CONVERGED_BY);
        if (fault == FaultClass.NEW_STATE && point == Script.NEVER) {
          driver.request(side -> side.revise(Requests::late));
          converged &= driver.settle(CONVERGED_BY);
        }
        return new Outcome(
            script.fired(),
            converged,
            driver.isHot(),
            script.writes(),
            world.content(),
            script.traffic(),
            List.copyOf(world.swarm.model.removedRunning),
            identityKnown[0],
            driver.bugs(),
            script.notes());
      }
    }
  }

  private boolean prepared(Driver driver) {
    if (!workload.beginsInstalled()) {
      return true;
    }
    boolean installed = driver.prepare(PREPARED_BY);
    workload.prepare(driver);
    return installed && driver.settle(PREPARED_BY);
  }

  private void strike(World world, Driver driver) {
    switch (fault) {
      case MINIO_WIPED -> world.minio.wipe();
      case NESSIE_WIPED -> world.nessie.wipe();
      case DREMIO_WIPED -> world.dremio.wipe();
      case HOUR_AHEAD -> world.time.wallClockError(Duration.ofHours(1));
      case HOUR_BEHIND -> world.time.wallClockError(Duration.ofHours(-1));
      case YEAR_AHEAD -> world.time.wallClockError(Duration.ofDays(365));
      case YEAR_BEHIND -> world.time.wallClockError(Duration.ofDays(-365));
      case EVENTS_CUT, SERVER_DOWN -> driver.cutEvents();
      case NEW_STATE -> sendLateState(world);
      default -> world.time.wallClockError(Duration.ZERO);
    }
  }

  /** By way of a reconciler that nothing happens to. */
  private static void sendLateState(World world) {
    Incarnation other =
        new Incarnation(world.settings(world.servers(), DEADLINE), world.time.world());
    for (boolean sent = false; !sent; ) {
      try {
        other.revise(Requests::late);
        sent = true;
      } catch (StaleRevision raced) {
        sent = false;
      }
    }
  }
}
