package io.lakeswarm.reconciler.dremio;

import io.lakeswarm.reconciler.config.DocumentReader;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DesiredStateParser;
import io.lakeswarm.reconciler.minio.MapMemory;
import io.lakeswarm.reconciler.minio.SettableClock;
import io.lakeswarm.reconciler.observed.ObservedDremio;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.platform.ResetController;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.ResetFacts;
import io.lakeswarm.reconciler.testing.Documents;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A simulated engine, a controller with its memory, secrets and clock, and passes by hand. */
final class DremioLab implements AutoCloseable {
  static final String PASSWORD = "Passw0rd-of-tests";
  static final DesiredState KIT = DesiredStateParser.parse(DocumentReader.read(Documents.kit()));

  final Map<String, String> secrets = new ConcurrentHashMap<>();
  MapMemory memory = new MapMemory();
  final SettableClock clock = new SettableClock();
  final FakeBackends backends = new FakeBackends("LAKEKEYNAME", "lake-secret/+1");
  final DremioSimulator server;
  volatile boolean deployed = true;
  volatile String node = "node-2";
  volatile Optional<String> blocked = Optional.empty();
  volatile DesiredState desired = KIT;
  Duration patience = Duration.ofSeconds(10);
  private DremioController controller;

  /** One pass: what was planned, what became of it and what is told. */
  record Pass(
      Plan plan,
      ApplyReport report,
      Optional<Duration> again,
      Condition bootstrap,
      Condition reset) {}

  DremioLab(DremioProfile profile) {
    server = new DremioSimulator(profile, backends, clock);
    secrets.put("dremio_password", PASSWORD);
    secrets.put("aws_access_key_id", backends.accessKey);
    secrets.put("aws_secret_access_key", backends.secretKey);
    restart();
  }

  /** A new process of the reconciler: only memory and secrets stay. */
  void restart() {
    controller =
        new DremioController(
            new DremioClient(server.uri(), patience),
            new SourceAccess(
                name -> Optional.ofNullable(secrets.get(name)), URI.create("http://minio:9000")),
            new DremioContext(
                memory, new ResetFacts(memory), service -> node, () -> deployed, () -> blocked),
            clock);
  }

  ObservedDremio observe() {
    return controller.observe(desired);
  }

  ApplyReport apply(ObservedDremio observed) {
    List<StepResult> results = new ArrayList<>();
    for (Step step : controller.plan(desired, observed).steps()) {
      results.add(controller.attempt(step));
      if (results.get(results.size() - 1).outcome() != StepResult.Outcome.APPLIED) {
        break;
      }
    }
    return new ApplyReport(results);
  }

  /** Throws what {@code observe} throws. */
  Pass pass() {
    ObservedDremio observed = observe();
    ApplyReport report = apply(observed);
    return new Pass(
        controller.plan(desired, observed),
        report,
        controller.requeueAfter(desired, observed),
        controller
            .conditions(
                desired, observed, controller.plan(desired, observed), report, clock.instant())
            .get(0),
        reset());
  }

  private Condition reset() {
    ResetController watcher = new ResetController(Duration.ofHours(24), new ResetFacts(memory));
    return watcher
        .conditions(
            desired, watcher.observe(desired), Plan.EMPTY, ApplyReport.NOTHING, clock.instant())
        .get(0);
  }

  /** Passes as the loop makes them until one finds nothing to do and nothing to wait for. */
  Pass converge() {
    for (int i = 0; i < 12; i++) {
      Pass pass = pass();
      if (pass.plan().isEmpty() && pass.again().isEmpty()) {
        return pass;
      }
      clock.advance(pass.plan().isEmpty() ? pass.again().orElseThrow() : Duration.ofMillis(100));
    }
    throw new AssertionError("Not at rest after 12 passes: " + pass());
  }

  /** A new process that remembers nothing. */
  Pass convergeWithoutMemory() {
    memory = new MapMemory();
    restart();
    return converge();
  }

  /** Rests until the next resync. */
  void rest() {
    clock.advance(Duration.ofSeconds(15));
  }

  @Override
  public void close() {
    server.close();
  }
}
