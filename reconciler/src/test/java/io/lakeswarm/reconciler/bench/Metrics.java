package io.lakeswarm.reconciler.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One reading of {@code /q/metrics}: series as they are written there, with their values. */
record Metrics(Map<String, Double> values) {
  private static final String PASSES = "lakeswarm_reconcile_duration_seconds_";

  static Metrics of(Jvm jvm) {
    Map<String, Double> values = new TreeMap<>();
    jvm.get("/q/metrics")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int end = line.lastIndexOf(' ');
              values.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
            });
    return new Metrics(values);
  }

  /** The controllers, by name. */
  List<String> controllers() {
    return values.keySet().stream()
        .filter(series -> series.startsWith(PASSES + "count"))
        .map(series -> series.replaceFirst(".*controller=\"([^\"]+)\".*", "$1"))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  /** Passes of one controller. */
  double passes(String controller) {
    return value(PASSES + "count", controller);
  }

  /** Mean milliseconds of one controller's passes since {@code earlier}. */
  double meanMillis(String controller, Metrics earlier) {
    double passes = passes(controller) - earlier.passes(controller);
    double seconds = value(PASSES + "sum", controller) - earlier.value(PASSES + "sum", controller);
    return passes == 0 ? 0 : seconds / passes * 1000;
  }

  /** 1 while a condition is True. */
  boolean isTrue(String condition) {
    return values.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().startsWith("lakeswarm_condition{")
                    && entry.getKey().contains("\"" + condition + "\"")
                    && entry.getKey().contains("status=\"True\"")
                    && entry.getValue() == 1);
  }

  private double value(String series, String controller) {
    return values.getOrDefault(series + "{controller=\"" + controller + "\"}", 0.0);
  }
}
