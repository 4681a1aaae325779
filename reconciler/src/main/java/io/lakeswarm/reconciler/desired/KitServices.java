package io.lakeswarm.reconciler.desired;

import java.util.List;

/** Lists the short names of all services of the kit; they are unique across its stacks. */
public final class KitServices {

  /** Every short name. */
  public static final List<String> NAMES =
      List.of(
          "gateway",
          "registry",
          "docker-proxy",
          "minio",
          "nessie",
          "nessie-postgres",
          "dremio",
          "spark-master",
          "spark-worker",
          "jupyterlab",
          "airflow-postgres",
          "airflow-init",
          "airflow-api-server",
          "airflow-scheduler",
          "airflow-dag-processor",
          "prometheus",
          "alertmanager",
          "node-exporter",
          "cadvisor",
          "grafana",
          "grafana-dashboards",
          "statsd-exporter",
          "nessie-postgres-exporter",
          "spark-history",
          "reconciler");

  private KitServices() {}
}
