package io.lakeswarm.reconciler.status;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every server that a condition covers. Only this enum defines a component's name, its services,
 * its condition and what a lost volume means.
 */
public enum Component {
  GATEWAY("gateway", "gateway", ConditionType.CORE_SERVICES),
  MINIO(
      "minio",
      "minio",
      ConditionType.MINIO_BOOTSTRAP,
      "minio",
      "Objects are gone unless you restore a backup: run the pipeline again."),
  NESSIE(
      "nessie",
      "nessie",
      ConditionType.NESSIE_BOOTSTRAP,
      "nessie-postgres",
      "The files of lost tables may still exist: restore the database, register the tables again,"
          + " or run the pipeline again."),
  SPARK("spark", "spark-master", ConditionType.SPARK_WORKERS),
  DREMIO(
      "dremio",
      "dremio",
      ConditionType.DREMIO_BOOTSTRAP,
      "dremio",
      "What was made there by hand is gone unless you restore a backup."),
  AIRFLOW("airflow", "airflow-api-server", ConditionType.AIRFLOW),
  MONITORING("monitoring", "prometheus", ConditionType.MONITORING);

  private final String text;
  private final String service;
  private final ConditionType condition;
  private final String volume;
  private final String afterReset;

  /** Creates a component that the reconciler reads and does not write to. */
  Component(String text, String service, ConditionType condition) {
    this(text, service, condition, "", "");
  }

  /** Creates a component with a bootstrap and a volume of its own. */
  Component(
      String text, String service, ConditionType condition, String volume, String afterReset) {
    this.text = text;
    this.service = service;
    this.condition = condition;
    this.volume = volume;
    this.afterReset = afterReset;
  }

  /** Returns the name: of the controller, in metrics, in {@code POST /bootstrap/{name}}. */
  public String text() {
    return text;
  }

  /** Returns the short name of the service that answers for it. */
  public String service() {
    return service;
  }

  /** Returns the short name of the service that holds its volume; empty when it has none. */
  public String volume() {
    return volume;
  }

  /** Returns the condition that covers it. */
  public ConditionType condition() {
    return condition;
  }

  /** Returns what the operator has to do after its volume lost its data; empty without a volume. */
  public String afterReset() {
    return afterReset;
  }

  /** Returns true when it has a bootstrap, which is written again after its volume was lost. */
  public boolean isBootstrapped() {
    return !volume.isEmpty();
  }

  /** Returns the components with a bootstrap. */
  public static List<Component> bootstrapped() {
    return Arrays.stream(values()).filter(Component::isBootstrapped).toList();
  }

  /** Returns the services without which the platform cannot be Ready. */
  public static List<String> coreServices() {
    return Arrays.stream(values())
        .filter(component -> component.condition.neededForReady())
        .flatMap(component -> Stream.of(component.service, component.volume))
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  /** Returns the component of this name; throws {@link IllegalArgumentException} for another. */
  public static Component of(String text) {
    return Arrays.stream(values())
        .filter(component -> component.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown component: " + text));
  }
}
