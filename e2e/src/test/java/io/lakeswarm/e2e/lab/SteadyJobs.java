package io.lakeswarm.e2e.lab;

import static io.lakeswarm.e2e.lab.Eventually.SOON;
import static io.lakeswarm.e2e.lab.Eventually.eventually;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The jobs of {@code e2e/src/test/dags/every_five_seconds.py}. Airflow itself schedules them, so
 * they also start while the test reaches no API. The DAG is paused until an object of this class
 * exists.
 *
 * <p>Airflow skips a start that is due while it does not run or while three jobs are active. Such a
 * start is no job.
 */
public final class SteadyJobs implements AutoCloseable {
  private static final String DAG = "every_five_seconds";
  private static final String TASK = "job";
  private static final String RUNS = "dags/" + DAG + "/dagRuns";
  private static final String TASKS = RUNS + "/~/taskInstances";
  private static final String CREATED = "service create ";

  /** The part of a service's name that the DAG's name makes. */
  private static final String NAME = "-every-five-seconds-";

  /** Both retries of a task, and a scheduler's death before each of them. */
  private static final Duration LAST_TRY = Duration.ofMinutes(6);

  /** The scheduler may queue one more task right after the pause. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private static final int LOG_TAIL = 3_000;

  private final Platform platform;
  private final ObjectEvents events;

  /** Starts the DAG, which a deploy of {@code platform} has brought. */
  public SteadyJobs(Platform platform) {
    this.platform = platform;
    this.events = new ObjectEvents(platform.lab());
    try {
      Airflow airflow = new Airflow(platform);
      eventually(
          DAG + " is read", SOON, () -> assertThat(airflow.read("dags/" + DAG)).isNotEmpty());
      airflow.resume(DAG);
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  /** Adds the DAG to a checkout. The next deploy from there brings it into Airflow. */
  public static Checkout addTo(Checkout checkout) {
    String file = DAG + ".py";
    return checkout.with("e2e/src/test/dags/" + file, "jobs/airflow/dags/" + file);
  }

  /** Waits until one job has ended well. */
  public void awaitFirst() {
    Airflow airflow = new Airflow(platform);
    eventually("a job of " + DAG, SOON, () -> assertThat(airflow.lastSuccess(DAG)).isNotEmpty());
  }

  /**
   * Ends the DAG: waits until every job due by now has ended, pauses the DAG, and waits for the
   * jobs that are under way. Fails when one of these does not end, or when a service of a job is
   * left.
   */
  public SteadyJobsOutcome end() {
    // A login of its own: the API server may be another than the one that the constructor asked.
    Airflow airflow = new Airflow(platform);
    Instant last = Instant.now();
    try {
      // Not with a try to be repeated: a paused DAG repeats none.
      eventually(
          "the end of every job that was due",
          LAST_TRY,
          () -> {
            assertThat(active(airflow)).noneMatch(run -> !due(run).isAfter(last));
            assertThat(tasks(airflow, "up_for_retry")).isZero();
          });
    } finally {
      airflow.pause(DAG);
    }
    await("the jobs under way")
        .during(QUIET)
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(() -> tasks(airflow, "queued", "running", "restarting") == 0);
    eventually(
        "no service of a job is left",
        Duration.ofSeconds(30),
        () -> assertThat(platform.swarm().jobsOf(DAG)).isEmpty());
    SteadyJobsOutcome outcome = new SteadyJobsOutcome(jobs(airflow), created());
    outcome.lost().forEach(job -> show(airflow, job));
    return outcome;
  }

  private static List<JsonNode> active(Airflow airflow) {
    return Stream.of("queued", "running")
        .flatMap(state -> airflow.all(RUNS + "?state=" + state, "dag_runs").stream())
        .toList();
  }

  private static int tasks(Airflow airflow, String... states) {
    return Stream.of(states)
        .mapToInt(state -> airflow.all(TASKS + "?state=" + state, "task_instances").size())
        .sum();
  }

  private static List<SteadyJobsOutcome.Job> jobs(Airflow airflow) {
    Map<String, JsonNode> tasks =
        airflow.all(TASKS + "?order_by=run_after", "task_instances").stream()
            .collect(toMap(task -> task.path("dag_run_id").asText(), task -> task));
    List<SteadyJobsOutcome.Job> jobs = new ArrayList<>();
    for (JsonNode run : airflow.all(RUNS + "?order_by=run_after", "dag_runs")) {
      String id = run.path("dag_run_id").asText();
      JsonNode task = tasks.get(id);
      jobs.add(
          new SteadyJobsOutcome.Job(
              id,
              run.path("start_date").isTextual() ? time(run, "start_date") : due(run),
              run.path("state").asText(),
              task == null ? "missing" : task.path("state").asText(""),
              task == null ? 0 : task.path("try_number").asInt()));
    }
    return jobs;
  }

  private static Instant due(JsonNode run) {
    return time(run, "run_after");
  }

  private static Instant time(JsonNode run, String field) {
    return Instant.parse(run.path(field).asText());
  }

  /** The name of a service is made of its run, so each name is one job. */
  private List<String> created() {
    return events.end().stream()
        .filter(event -> event.startsWith(CREATED) && event.contains(NAME))
        .map(event -> event.substring(CREATED.length()))
        .toList();
  }

  private static void show(Airflow airflow, SteadyJobsOutcome.Job job) {
    String log;
    try {
      log = airflow.log(DAG, job.run(), TASK, job.tries());
    } catch (IllegalStateException e) {
      log = e.getMessage();
    }
    System.out.printf(
        "e2e: lost %s%n%s%n", job, log.substring(Math.max(0, log.length() - LOG_TAIL)));
  }

  @Override
  public void close() {
    events.close();
  }
}
