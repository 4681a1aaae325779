package io.lakeswarm.e2e.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a metric is absent on some machines: a file of {@code pattern<TAB>reason}. A reason counts
 * only for a metric that Prometheus has no series of at all, so a wrong label is never explained.
 */
public final class Explanations {
  private static final Pattern METRIC = Pattern.compile("\\b[a-z][a-z0-9]*(?:_[a-zA-Z0-9]+)+\\b");

  private final Map<Pattern, String> reasons = new LinkedHashMap<>();

  /** Reads the file. */
  public static Explanations read(Path file) {
    Explanations read = new Explanations();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split("\t", 2);
          read.reasons.put(Pattern.compile(parts[0]), parts[1].strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the explanations " + file, e);
    }
    return read;
  }

  /** The reason why this query, its variables filled, has no data; empty when there is none. */
  public Optional<String> of(String query, Prometheus prometheus) {
    return METRIC
        .matcher(query.replaceAll("\"[^\"]*\"", ""))
        .results()
        .map(found -> found.group())
        .flatMap(metric -> reason(metric).stream().map(text -> Map.entry(metric, text)))
        .filter(entry -> prometheus.query("count(" + entry.getKey() + ")").isEmpty())
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .findFirst();
  }

  private Optional<String> reason(String metric) {
    return reasons.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(metric).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
