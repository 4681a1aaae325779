package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DremioSpec;
import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.desired.NessieSpec;
import io.lakeswarm.reconciler.desired.SecretRef;
import io.lakeswarm.reconciler.desired.ServicesSpec;
import io.lakeswarm.reconciler.desired.WorkersSpec;
import io.lakeswarm.reconciler.observed.ObservedMinio;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.platform.ResetController;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.ResetFacts;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A controller, its memory, secrets and clock, and the loop's pass in a few lines. */
final class MinioLab {
  static final DesiredState DESIRED =
      new DesiredState(
          new WorkersSpec(2, 0, 16),
          new MinioSpec(
              List.of(new MinioSpec.Bucket("wsl", false), new MinioSpec.Bucket("warehouse", false)),
              List.of(new MinioSpec.Policy("lake-readwrite", "policies/lake-readwrite.json")),
              List.of(
                  new MinioSpec.User(
                      "spark",
                      "lake-readwrite",
                      new SecretRef("aws_access_key_id"),
                      new SecretRef("aws_secret_access_key")))),
          new NessieSpec(List.of("main"), List.of("silver", "gold")),
          DremioSpec.NONE,
          ServicesSpec.REPORT_ALL);

  final Map<String, String> secrets = new ConcurrentHashMap<>();
  final MapMemory memory = new MapMemory();
  final ResetFacts facts = new ResetFacts(memory);
  volatile String node = "";
  final SettableClock clock = new SettableClock();
  private final URI server;
  private Path policies = Path.of(System.getProperty("project.root"), "stacks", "policies");
  private MinioController controller;

  /** One pass: what was planned, what became of it and what is told. */
  record Pass(Plan plan, ApplyReport report, Condition bootstrap, Condition reset) {}

  MinioLab(URI server, Credentials root, Credentials user) {
    this.server = server;
    secrets.put("minio_root_user", root.accessKey());
    secrets.put("minio_root_password", root.secretKey());
    secrets.put("aws_access_key_id", user.accessKey());
    secrets.put("aws_secret_access_key", user.secretKey());
    restart();
  }

  /** A new process: only memory and secrets stay. */
  void restart() {
    MinioAccess access =
        new MinioAccess(
            new MinioClient(server, TestSettings.SOON, Clock.systemUTC()),
            name -> Optional.ofNullable(secrets.get(name)));
    controller = new MinioController(access, policies, facts, service -> node, clock);
  }

  /** A new process with other policy files. */
  void restartWithPolicies(Path directory) {
    policies = directory;
    restart();
  }

  /** As a person asks for it. */
  void forget() {
    controller.recheck();
  }

  /** Throws what {@code observe} throws. */
  Pass pass() {
    ObservedMinio observed = controller.observe(DESIRED);
    Plan plan = controller.plan(DESIRED, observed);
    List<StepResult> results = new ArrayList<>();
    for (Step step : plan.steps()) {
      results.add(controller.attempt(step));
      if (results.get(results.size() - 1).outcome() != StepResult.Outcome.APPLIED) {
        break;
      }
    }
    ApplyReport report = new ApplyReport(results);
    Condition bootstrap =
        controller.conditions(DESIRED, observed, plan, report, clock.instant()).get(0);
    return new Pass(plan, report, bootstrap, reset());
  }

  /** What is told of lost data. */
  Condition reset() {
    ResetController watcher = new ResetController(Duration.ofHours(24), facts);
    return watcher
        .conditions(
            DESIRED, watcher.observe(DESIRED), Plan.EMPTY, ApplyReport.NOTHING, clock.instant())
        .get(0);
  }
}
