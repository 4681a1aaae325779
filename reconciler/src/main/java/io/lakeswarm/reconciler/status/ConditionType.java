package io.lakeswarm.reconciler.status;

/** Every condition the status can carry; {@link #text()} is its name in the API and in metrics. */
public enum ConditionType {
  READY("Ready"),
  DESIRED_STATE_VALID("DesiredStateValid"),
  SWARM_REACHABLE("SwarmReachable"),
  CORE_SERVICES("CoreServices"),
  SPARK_WORKERS("SparkWorkers"),
  MINIO_BOOTSTRAP("MinioBootstrap"),
  NESSIE_BOOTSTRAP("NessieBootstrap"),
  DREMIO_BOOTSTRAP("DremioBootstrap"),
  VOLUME_RESET("VolumeReset"),
  CATALOG_INCONSISTENT("CatalogInconsistent"),
  SERVICE_DRIFT("ServiceDrift"),
  AIRFLOW("Airflow"),
  MONITORING("Monitoring"),
  NODES_AVAILABLE("NodesAvailable");

  private final String text;

  ConditionType(String text) {
    this.text = text;
  }

  /** The name users see. */
  public String text() {
    return text;
  }

  /** The type with this text; throws {@link IllegalArgumentException} when there is none. */
  public static ConditionType of(String text) {
    for (ConditionType type : values()) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    throw new IllegalArgumentException("Unknown condition type: " + text);
  }
}
