package io.lakeswarm.e2e.bench;

import io.lakeswarm.e2e.dashboards.Prometheus;
import java.util.List;
import java.util.Locale;

/** What monitoring itself takes over the last five minutes, by its own figures. */
final class MonitoringCost {
  private static final List<String> SERVICES =
      List.of(
          "node-exporter",
          "cadvisor",
          "prometheus",
          "alertmanager",
          "statsd-exporter",
          "nessie-postgres-exporter",
          "spark-history");

  private static final String NAMED =
      "{container_label_com_docker_swarm_service_name=~\"monitoring_(%s)\"}";
  private static final String CPU =
      "max(sum by (instance) (rate(container_cpu_usage_seconds_total" + NAMED + "[5m])))";
  private static final String RSS = "max(container_memory_rss" + NAMED + ")";
  private static final String SAMPLES = "rate(prometheus_tsdb_head_samples_appended_total[5m])";

  /**
   * What a compressed sample takes on disk, https://prometheus.io/docs/prometheus/latest/storage/.
   */
  private static final double BYTES_PER_SAMPLE = 1.5;

  private final Prometheus prometheus;

  MonitoringCost(Prometheus prometheus) {
    this.prometheus = prometheus;
  }

  /** Adds a row a service, one for what every node bears, one for the amount of data. */
  void addTo(BenchTable table) {
    for (String service : SERVICES) {
      double megabytes = prometheus.value(RSS.formatted(service)) / 1e6;
      table.add(
          "monitoring: " + service,
          "%s of a core, %.0f MB RSS".formatted(percent(CPU.formatted(service)), megabytes),
          "–",
          "the dearest node, 5 min");
    }
    table.add(
        "monitoring on each node (node-exporter + cAdvisor)",
        percent(CPU.formatted("node-exporter|cadvisor")) + " of a core",
        "≤ 2 % of a core",
        "the dearest node, 5 min at rest");
    double samples = prometheus.value(SAMPLES);
    table.add(
        "Prometheus: samples",
        String.format(
            Locale.ROOT,
            "%.0f/s, %.0f MB a day",
            samples,
            samples * 86_400 * BYTES_PER_SAMPLE / 1e6),
        "–",
        "5 min; 1.5 bytes a sample");
  }

  private String percent(String expression) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * prometheus.value(expression));
  }
}
