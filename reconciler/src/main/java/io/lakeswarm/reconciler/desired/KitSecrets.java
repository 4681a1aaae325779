package io.lakeswarm.reconciler.desired;

import java.util.Set;

/**
 * Names the secrets of the kit's own services. No user of the lake may have one of them as a key:
 * it would leave for MinIO and the query engine.
 */
final class KitSecrets {
  static final Set<String> OWN =
      Set.of(
          "airflow_fernet_key",
          "airflow_jwt_secret",
          "airflow_password",
          "airflow_postgres_password",
          "airflow_secret_key",
          "aws_credentials",
          "docker_airflow",
          "docker_airflow_config",
          "docker_prometheus",
          "docker_reconciler",
          "dremio_password",
          "gateway_certificate",
          "gateway_password",
          "grafana_password",
          "jupyterlab_token",
          "metrics_password",
          "minio_root_password",
          "minio_root_user",
          "nessie_postgres_password",
          "reconciler_token",
          "reconciler_viewer_token",
          "registry_password",
          "spark_pages_token",
          "spark_secret");

  private KitSecrets() {}
}
