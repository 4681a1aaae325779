package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.observed.ObservedAirflow;
import io.lakeswarm.reconciler.observed.ObservedAirflow.BrokenDag;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Computes the condition of Airflow; pure. */
public final class AirflowConditions {
  private static final ConditionType TYPE = ConditionType.AIRFLOW;
  private static final String HEALTHY = "healthy";
  private static final int NAMED = 3;

  /** A part that the condition covers; the message names the first part that is down. */
  private record Part(String name, String reason, String service, String consequence) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("metadatabase", "DatabaseDown", "airflow-postgres", "nothing is recorded"),
          new Part("scheduler", "SchedulerDown", "airflow-scheduler", "no task is started"),
          new Part(
              "dag_processor",
              "DagProcessorDown",
              "airflow-dag-processor",
              "changed DAGs are not seen"));

  private AirflowConditions() {}

  /** Returns the condition: True only when all parts work and every DAG file could be imported. */
  public static Condition of(ObservedAirflow observed, Instant now) {
    if (!observed.deployed()) {
      return Condition.notDeployed(
          TYPE,
          "The swarm has no service airflow-api-server. Everything else works without it; make"
              + " swarm_deploy deploys it.",
          now);
    }
    return PARTS.stream()
        .filter(part -> !HEALTHY.equals(observed.health().get(part.name())))
        .findFirst()
        .map(part -> down(part, now))
        .orElseGet(() -> imports(observed.broken(), now));
  }

  private static Condition down(Part part, Instant now) {
    return Condition.isFalse(
        TYPE,
        part.reason(),
        "Airflow has not heard of its "
            + part.name().replace('_', ' ')
            + ": "
            + part.consequence()
            + ". Look at the tasks and the log of the service "
            + part.service()
            + ".",
        now);
  }

  private static Condition imports(List<BrokenDag> broken, Instant now) {
    if (broken.isEmpty()) {
      return Condition.isTrue(
          TYPE, "Healthy", "Airflow's parts work and every DAG file was imported.", now);
    }
    String named =
        broken.stream()
            .limit(NAMED)
            .map(dag -> dag.file() + " (" + dag.error() + ")")
            .collect(Collectors.joining(", "));
    String rest = broken.size() > NAMED ? " and " + (broken.size() - NAMED) + " more" : "";
    return Condition.isFalse(
        TYPE,
        "ImportErrors",
        "Airflow cannot import "
            + named
            + rest
            + ". Put the file right and deploy again; Airflow's page shows the whole trace.",
        now);
  }
}
