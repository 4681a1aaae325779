package io.lakeswarm.e2e.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that Airflow's API tells of its DAGs and their runs, to look for what it must not
 * tell.
 */
public final class AirflowAnswers {
  private static final List<String> PLACES =
      List.of(
          "dags",
          "importErrors",
          "connections",
          "variables",
          "pools",
          "eventLogs?limit=100",
          "assets",
          "jobs",
          "plugins");

  private final Airflow airflow;

  /** Asks this Airflow. */
  public AirflowAnswers(Airflow airflow) {
    this.airflow = airflow;
  }

  /** Answers by the path that was asked; runs with their rendered tasks and their logs included. */
  public Map<String, String> all() {
    Map<String, String> answers = new LinkedHashMap<>();
    PLACES.forEach(place -> answers.put(place, airflow.read(place).toString()));
    answers.put("config", airflow.asAdmin().get("/api/v2/config").asString());
    for (JsonNode dag : airflow.read("dags").path("dags")) {
      addDag(answers, dag.path("dag_id").asText());
    }
    return answers;
  }

  private void addDag(Map<String, String> answers, String dag) {
    answers.put(dag, airflow.read("dags/" + dag + "/details").toString());
    answers.put(dag + " source", airflow.read("dagSources/" + dag).toString());
    for (JsonNode run : airflow.read("dags/" + dag + "/dagRuns").path("dag_runs")) {
      String id = run.path("dag_run_id").asText();
      answers.put(id, run.toString());
      for (JsonNode task : airflow.tasks(dag, id)) {
        String name = task.path("task_id").asText();
        answers.put(id + " " + name, task.toString());
        for (int attempt = 1; attempt <= task.path("try_number").asInt(); attempt++) {
          answers.put(id + " " + name + " log " + attempt, airflow.log(dag, id, name, attempt));
        }
      }
    }
  }
}
