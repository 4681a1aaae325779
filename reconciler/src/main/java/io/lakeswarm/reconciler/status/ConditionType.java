package io.lakeswarm.reconciler.status;

import static io.lakeswarm.reconciler.status.ConditionStatus.FALSE;
import static io.lakeswarm.reconciler.status.ConditionStatus.TRUE;

import java.util.Arrays;
import java.util.List;

/**
 * Every condition the status can carry. Only this enum defines a condition's name, its title, which
 * status is good, and whether Ready needs it.
 */
public enum ConditionType {
  READY("Ready", "Ready", TRUE, ForReady.IGNORED),
  DESIRED_STATE_VALID("DesiredStateValid", "Desired state", TRUE, ForReady.NEEDED),
  SWARM_REACHABLE("SwarmReachable", "Docker Swarm", TRUE, ForReady.NEEDED),
  CORE_SERVICES("CoreServices", "Core services", TRUE, ForReady.NEEDED),
  SPARK_WORKERS("SparkWorkers", "Spark workers", TRUE, ForReady.NEEDED),
  MINIO_BOOTSTRAP("MinioBootstrap", "MinIO", TRUE, ForReady.NEEDED),
  NESSIE_BOOTSTRAP("NessieBootstrap", "Nessie", TRUE, ForReady.NEEDED),
  DREMIO_BOOTSTRAP("DremioBootstrap", "Dremio", TRUE, ForReady.IGNORED),
  VOLUME_RESET("VolumeReset", "Volumes", FALSE, ForReady.IGNORED),
  CATALOG_INCONSISTENT("CatalogInconsistent", "Catalog and files", FALSE, ForReady.NOT_BAD),
  SERVICE_DRIFT("ServiceDrift", "Changes by hand", FALSE, ForReady.IGNORED),
  AIRFLOW("Airflow", "Airflow", TRUE, ForReady.IGNORED),
  MONITORING("Monitoring", "Monitoring", TRUE, ForReady.IGNORED),
  NODES_AVAILABLE("NodesAvailable", "Nodes", TRUE, ForReady.IGNORED);

  private final String text;
  private final String title;
  private final ConditionStatus goodWhen;
  private final ForReady forReady;

  /** How the condition Ready depends on another condition. */
  public enum ForReady {
    /** Ready is True only while this condition is good. */
    NEEDED,
    /** Ready is False while this condition is bad; Unknown does not count. */
    NOT_BAD,
    /** Ready does not depend on it. */
    IGNORED
  }

  ConditionType(String text, String title, ConditionStatus goodWhen, ForReady forReady) {
    this.text = text;
    this.title = title;
    this.goodWhen = goodWhen;
    this.forReady = forReady;
  }

  /** Returns the name in the API, in metrics and in the documentation. */
  public String text() {
    return text;
  }

  /** Returns the words that the status page shows. */
  public String title() {
    return title;
  }

  /** Returns the status that is good: True for most, False for those that report a problem. */
  public ConditionStatus goodWhen() {
    return goodWhen;
  }

  /** Returns how the condition Ready depends on this one. */
  public ForReady forReady() {
    return forReady;
  }

  /** Returns true when Ready cannot be True without it. */
  public boolean neededForReady() {
    return forReady == ForReady.NEEDED;
  }

  /** Returns the types that Ready depends on in this way, in their order. */
  public static List<ConditionType> thatAre(ForReady way) {
    return Arrays.stream(values()).filter(type -> type.forReady == way).toList();
  }

  /** Returns the type with this name; throws {@link IllegalArgumentException} for another text. */
  public static ConditionType of(String text) {
    return Arrays.stream(values())
        .filter(type -> type.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown condition type: " + text));
  }
}
