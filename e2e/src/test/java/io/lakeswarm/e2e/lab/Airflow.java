package io.lakeswarm.e2e.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Airflow's REST API v2 through the gateway, and the script that users run its DAGs by. */
public final class Airflow {
  private static final Duration DAGS = Duration.ofMinutes(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The most that the API gives at once. */
  private static final int PAGE = 100;

  private final Platform platform;
  private String token = "";

  /** The Airflow of {@code platform}. */
  public Airflow(Platform platform) {
    this.platform = platform;
  }

  /** What {@code make run_pipeline} starts: the pipeline's DAGs, with this API. */
  public Command pipeline(String api) {
    return dags(api, "breweries_eventual", "breweries_hourly", "breweries_daily");
  }

  /** The script of it: these DAGs, one after the other, with this API. */
  public Command dags(String api, String... dags) {
    List<String> words = new ArrayList<>(List.of("jobs/dags.sh"));
    words.addAll(List.of(dags));
    return platform
        .script(words.toArray(String[]::new))
        .with(Map.of("BREWERY_API", api))
        .within(DAGS);
  }

  /** A request as the user admin, to node 1. */
  public RequestSpecification asAdmin() {
    if (token.isEmpty()) {
      token = login(platform.secret("airflow_password")).path("access_token").asText();
    }
    return anonymous(Node.FIRST).auth().preemptive().oauth2(token);
  }

  /** A request of somebody unknown. */
  public RequestSpecification anonymous(Node node) {
    return Reconciler.http().baseUri(platform.url(node, 8080));
  }

  /** The answer to a login with this password. */
  public JsonNode login(String password) {
    String body =
        JSON.createObjectNode().put("username", "admin").put("password", password).toString();
    return Reconciler.json(
        anonymous(Node.FIRST)
            .contentType("application/json")
            .body(body)
            .post("/auth/token")
            .asString());
  }

  /** The answer to a GET as admin; throws unless it is 200. */
  public JsonNode read(String path) {
    Response answer = asAdmin().accept("application/json").get("/api/v2/" + path);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "GET " + path + " answered " + answer.statusCode() + ": " + answer.asString());
    }
    return Reconciler.json(answer.asString());
  }

  /** Starts a run; its id. */
  public String trigger(String dag, Map<String, String> conf) {
    String body =
        JSON.createObjectNode()
            .putNull("logical_date")
            .set("conf", JSON.valueToTree(conf))
            .toString();
    Response answer =
        asAdmin()
            .contentType("application/json")
            .body(body)
            .post("/api/v2/dags/" + dag + "/dagRuns");
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "Starting " + dag + " answered " + answer.statusCode() + ": " + answer.asString());
    }
    return Reconciler.json(answer.asString()).path("dag_run_id").asText();
  }

  /**
   * Returns every element of the list that the API gives in pages; the path has a query. A path
   * with an order that new elements do not change leaves none out.
   */
  public List<JsonNode> all(String path, String list) {
    List<JsonNode> all = new ArrayList<>();
    JsonNode page;
    do {
      page = read(path + "&limit=" + PAGE + "&offset=" + all.size());
      page.path(list).forEach(all::add);
    } while (!page.path(list).isEmpty() && all.size() < page.path("total_entries").asInt());
    return all;
  }

  /** Lets the scheduler start runs of the DAG, and tasks of its runs. */
  public void resume(String dag) {
    setPaused(dag, "false");
  }

  /** Lets the scheduler start no run of the DAG, and no task of a run that there is. */
  public void pause(String dag) {
    setPaused(dag, "true");
  }

  private void setPaused(String dag, String value) {
    Response answer =
        asAdmin()
            .contentType("application/json")
            .body("{\"is_paused\": " + value + "}")
            .patch("/api/v2/dags/" + dag);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "Setting is_paused of "
              + dag
              + " to "
              + value
              + " answered "
              + answer.statusCode()
              + ": "
              + answer.asString());
    }
  }

  /** The id of the youngest run. */
  public String lastRun(String dag) {
    return youngest(dag, "");
  }

  /** The id of the youngest run that succeeded; empty when none has. */
  public String lastSuccess(String dag) {
    return youngest(dag, "&state=success");
  }

  private String youngest(String dag, String filter) {
    return read("dags/" + dag + "/dagRuns?order_by=-run_after&limit=1" + filter)
        .at("/dag_runs/0/dag_run_id")
        .asText();
  }

  /** The tasks of a run with their states and rendered fields. */
  public JsonNode tasks(String dag, String run) {
    return read("dags/" + dag + "/dagRuns/" + run + "/taskInstances").path("task_instances");
  }

  /** The log of a task's try, one event a line, and what an exception said. */
  public String log(String dag, String run, String task, int attempt) {
    JsonNode answer =
        read(
            "dags/"
                + dag
                + "/dagRuns/"
                + run
                + "/taskInstances/"
                + task
                + "/logs/"
                + attempt
                + "?full_content=true");
    StringBuilder text = new StringBuilder();
    for (JsonNode line : answer.path("content")) {
      text.append(line.isTextual() ? line.asText() : line.path("event").asText()).append('\n');
      line.path("error_detail")
          .forEach(error -> text.append(error.path("exc_value").asText()).append('\n'));
    }
    return text.toString();
  }
}
