package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.minio.LakeObjectsLab;
import io.lakeswarm.reconciler.minio.MapMemory;
import io.lakeswarm.reconciler.minio.SettableClock;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.platform.ResetController;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.ResetFacts;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A controller, its memory and clock, and the loop's pass in a few lines. */
final class NessieLab implements AutoCloseable {
  static final DesiredState DESIRED = LakeObjectsLab.desired();

  final MapMemory memory = new MapMemory();
  final ResetFacts facts = new ResetFacts(memory);
  final SettableClock clock = new SettableClock();
  volatile String node = "";
  private final URI server;
  private NessieController controller;

  /** One pass: what was planned and what is told. */
  record Pass(Plan plan, Condition bootstrap, Condition reset) {}

  NessieLab(URI server) {
    this.server = server;
    this.controller = new NessieController(server, facts, service -> node, clock);
  }

  /** A new process: only the memory stays. */
  void restart() {
    controller.close();
    controller = new NessieController(server, facts, service -> node, clock);
  }

  /** Throws what {@code observe} throws. */
  Pass pass() {
    return passThatDiesAfter(Integer.MAX_VALUE);
  }

  /** Passes until one plans nothing. */
  Pass settle() {
    Pass pass = pass();
    for (int i = 0; i < 5 && !pass.plan().isEmpty(); i++) {
      pass = pass();
    }
    return pass;
  }

  /** Only so many steps are done. */
  Pass passThatDiesAfter(int steps) {
    ObservedNessie observed = controller.observe(DESIRED);
    Plan plan = controller.plan(DESIRED, observed);
    List<StepResult> results = new ArrayList<>();
    for (Step step : plan.steps().subList(0, Math.min(steps, plan.steps().size()))) {
      results.add(controller.attempt(step));
    }
    Condition bootstrap =
        controller
            .conditions(DESIRED, observed, plan, new ApplyReport(results), clock.instant())
            .get(0);
    return new Pass(plan, bootstrap, reset());
  }

  /** What GET /plan does beside a pass. */
  void look() {
    controller.plan(DESIRED, controller.observe(DESIRED));
  }

  private Condition reset() {
    ResetController watcher = new ResetController(Duration.ofHours(24), facts);
    return watcher
        .conditions(
            DESIRED, watcher.observe(DESIRED), Plan.EMPTY, ApplyReport.NOTHING, clock.instant())
        .get(0);
  }

  @Override
  public void close() {
    controller.close();
  }
}
