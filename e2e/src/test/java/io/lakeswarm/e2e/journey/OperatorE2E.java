package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Airflow;
import io.lakeswarm.e2e.lab.Checkout;
import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Containers;
import io.lakeswarm.e2e.lab.Eventually;
import io.lakeswarm.e2e.lab.JobRun;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.OwnJobPage;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Running;
import io.lakeswarm.e2e.lab.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way in which a job of a DAG can end, by {@code e2e/src/test/dags/operator_cases.py}, and a
 * job of one's own. One deploy brings both, and nothing takes them away: no class comes after.
 */
@OnLab
@Order(14)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorE2E {
  private static final Duration DEPLOY = Duration.ofMinutes(20);
  private static final Duration LOSS_SEEN = Duration.ofSeconds(120);

  /** After those without an order, which is {@code Order.DEFAULT}. */
  private static final int LATE = Order.DEFAULT + 1;

  private static final String API = "orchestration_airflow-api-server";
  private static final String DATABASE = "orchestration_airflow-postgres";
  private static final String SCHEDULER = "orchestration_airflow-scheduler";

  /** Those that take a while run beside the others from the start. */
  private static final List<String> LONG =
      List.of("ten_megabytes", "timeout", "no_node_fits", "twenty");

  private final Platform platform;
  private final Airflow airflow;
  private final Map<String, JobRun> started = new HashMap<>();
  private Checkout copy;

  OperatorE2E(Platform platform) {
    this.platform = platform;
    this.airflow = new Airflow(platform);
  }

  @BeforeAll
  void theCasesAreDeployed(@TempDir Path folder) {
    copy =
        Checkout.into(folder)
            .with("e2e/src/test/dags/operator_cases.py", "jobs/airflow/dags/operator_cases.py");
    assertThat(OwnJobPage.follow(copy)).as("what docs/own-jobs.md makes").isEqualTo(3);
    copy.script(platform, "stacks/deploy.sh", "up").within(DEPLOY).run().orThrow();
    Awaitility.await("the cases are read")
        .atMost(Eventually.SOON)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(() -> airflow.read("dags/case_ten_megabytes").has("dag_id"));
    LONG.forEach(this::start);
  }

  private JobRun start(String name) {
    return started.computeIfAbsent(name, it -> JobRun.of(platform, airflow, "case_" + it));
  }

  private JobRun ended(String name, String state) {
    JobRun run = start(name);
    assertThat(run.await(Eventually.SOON)).as(name + ": " + run.log(1)).isEqualTo(state);
    run.awaitNoService(Duration.ofSeconds(5));
    return run;
  }

  @Test
  void aJobOfOnesOwnRunsAsThePageSays() {
    Command.Result run =
        copy.script(platform, "jobs/dags.sh", "greeting").within(DEPLOY).run().orThrow();
    assertThat(run.out()).contains("greeting greet: success");
    assertThat(airflow.log("greeting", airflow.lastRun("greeting"), "greet", 1))
        .contains("Hello, lake!");
  }

  @Test
  void success() {
    assertThat(ended("success", "success").log(1))
        .containsSubsequence("line 1\n", "line 2\n", "line 3\n");
  }

  @Test
  void aJobOfATenthOfASecondLosesNoLine() {
    assertThat(ended("quick", "success").log(1)).contains("out\n", "err\n");
  }

  @Test
  void exitCodeAndLastLinesAreShown() {
    assertThat(ended("exit3", "failed").log(1)).contains("exit code 3").contains("about to fail");
  }

  @Test
  void aMissingImageIsNamed() {
    assertThat(ended("missing_image", "failed").log(1)).contains("No such image: 127.0.0.1:5000");
  }

  @Test
  void swarmsReasonIsShownWhenNoNodeFits() {
    assertThat(ended("no_node_fits", "failed").log(1))
        .contains("no node took it within 15 s: no suitable node (insufficient resources");
  }

  @Test
  void aJobThatAUserFailsIsGoneWithinSeconds() {
    JobRun run = start("long");
    run.awaitLog(1, "started", Eventually.SOON);
    run.fail();
    run.awaitNoService(Duration.ofSeconds(30));
    assertThat(run.await(Eventually.SOON)).isEqualTo("failed");
  }

  @Test
  void aJobThatAUserFailsWhileItWaitsForANodeIsGone() {
    JobRun run = start("pending");
    run.awaitLog(1, "Swarm: pending", Eventually.SOON);
    run.fail();
    run.awaitNoService(Duration.ofSeconds(30));
  }

  @Test
  void anExecutionTimeoutLeavesNothing() {
    assertThat(ended("timeout", "failed").log(1)).contains("started");
  }

  @Test
  void tenMegabytesOfLogArriveComplete() {
    String log = ended("ten_megabytes", "success").log(1);
    List<String> numbers =
        log.lines().filter(l -> l.matches("\\d+ x{95}")).map(l -> l.split(" ")[0]).toList();
    assertThat(numbers).isEqualTo(IntStream.range(0, 100_000).mapToObj(String::valueOf).toList());
  }

  @Test
  void twentyAtOnceAllSucceed() {
    JobRun run = start("twenty");
    assertThat(run.await(Duration.ofMinutes(10))).isEqualTo("success");
    run.awaitNoService(Duration.ofSeconds(5));
  }

  @Test
  @Order(LATE)
  void aJobOutlivesTheSchedulerAndIsTakenOver() {
    JobRun run = start("adopted");
    run.awaitLog(1, "tick 5", Eventually.SOON);
    String service = run.services().get(0);

    new Containers(platform.lab(), platform.swarm()).kill(platform.swarm().only(SCHEDULER));

    assertThat(run.await(Duration.ofMinutes(8))).isEqualTo("success");
    JsonNode job = run.job();
    assertThat(job.path("try_number").asInt()).as(job.toString()).isGreaterThan(1);
    String log = run.log(job.path("try_number").asInt());
    assertThat(log).contains("Service " + service + " of try 1 taken over");
    assertThat(log).as("the job's whole log").contains("tick 1\n").contains("tick 75\n");
    assertThat(log).as("another service").doesNotContain(" made (");
    run.awaitNoService(Duration.ofSeconds(5));
  }

  @Test
  @Tag("long")
  @Order(LATE + 1)
  void powerLossIsSeenAndTheJobRunsElsewhere() {
    String database = platform.swarm().only(DATABASE).node();
    // Orders are given to the first node, and Airflow itself shall live on.
    Node lost =
        Node.ALL.stream()
            .filter(node -> !node.equals(Node.FIRST) && !node.hostname().equals(database))
            .findFirst()
            .orElseThrow();
    keepAway(lost);
    Node.ALL.stream()
        .filter(node -> !node.equals(lost))
        .forEach(node -> platform.lab().availability(node, "pause"));
    JobRun run = start("moved");
    run.awaitLog(1, "run by", Eventually.SOON);
    Task job = platform.swarm().only(run.services().get(0));
    assertThat(job.node()).isEqualTo(lost.hostname());
    Node.ALL.forEach(node -> platform.lab().availability(node, "active"));

    platform.lab().powerOff(lost);

    // Not by the log: it is kept in MinIO, and without that Airflow shows none.
    Awaitility.await("another try")
        .atMost(LOSS_SEEN)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(() -> triedAgain(run.job()));
    assertThat(run.await(Duration.ofMinutes(5))).isEqualTo("success");
    platform.lab().powerOn(lost);
    run.awaitLog(1, "it is lost", Eventually.SOON);
    run.awaitLog(2, "Swarm: running", Eventually.SOON);
    assertThat(run.log(2)).doesNotContain("on " + lost.hostname());
    run.awaitNoService(Eventually.SOON);
  }

  private static boolean triedAgain(JsonNode job) {
    return job.path("try_number").asInt() > 1 || job.path("state").asText().equals("up_for_retry");
  }

  /** Until the next deploy Airflow's own services stay off the node. */
  private void keepAway(Node node) {
    try (Running api = rule(node, API).start();
        Running scheduler = rule(node, SCHEDULER).start()) {
      api.await().orThrow();
      scheduler.await().orThrow();
    }
  }

  private Command rule(Node node, String service) {
    String away = "node.hostname!=" + node.hostname();
    return platform
        .lab()
        .client(Node.FIRST, "service", "update", "--quiet", "--constraint-add", away, service)
        .within(DEPLOY);
  }
}
