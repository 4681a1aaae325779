package io.lakeswarm.e2e.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** One run of a DAG whose tasks are jobs, as Airflow's API and Swarm tell it. */
public final class JobRun {
  private final Platform platform;
  private final Airflow airflow;
  private final String dag;
  private final String run;

  private JobRun(Platform platform, Airflow airflow, String dag, String run) {
    this.platform = platform;
    this.airflow = airflow;
    this.dag = dag;
    this.run = run;
  }

  /** Starts a run of the DAG. */
  public static JobRun of(Platform platform, Airflow airflow, String dag) {
    return new JobRun(platform, airflow, dag, airflow.trigger(dag, Map.of()));
  }

  /** Its first task. */
  public JsonNode job() {
    return airflow.tasks(dag, run).get(0);
  }

  /** The state of the run. */
  public String state() {
    return airflow.read("dags/" + dag + "/dagRuns/" + run).path("state").asText();
  }

  /** The log of a try of its first task. */
  public String log(int attempt) {
    return airflow.log(dag, run, "job0", attempt);
  }

  /** Waits for the end of the run; the state it ended in. */
  public String await(Duration time) {
    return Awaitility.await(dag + " ends")
        .atMost(time)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(this::state, state -> state.equals("success") || state.equals("failed"));
  }

  /** Waits until the first task's log of this try has the text. */
  public void awaitLog(int attempt, String text, Duration time) {
    Awaitility.await(dag + " says " + text)
        .atMost(time)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(() -> log(attempt).contains(text));
  }

  /** What "mark as failed" in the UI does. */
  public void fail() {
    String path = "/api/v2/dags/" + dag + "/dagRuns/" + run + "/taskInstances/job0";
    int status =
        airflow
            .asAdmin()
            .contentType("application/json")
            .body("{\"new_state\":\"failed\"}")
            .patch(path)
            .statusCode();
    if (status != 200) {
      throw new IllegalStateException("PATCH " + path + " answered " + status);
    }
  }

  /** The names of the services that its jobs have now. */
  public List<String> services() {
    return platform.swarm().jobsOf(dag);
  }

  /** Waits until no service of it is left. */
  public void awaitNoService(Duration time) {
    Awaitility.await("no service of " + dag)
        .atMost(time)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> services().isEmpty());
  }
}
