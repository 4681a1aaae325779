package io.lakeswarm.e2e.dashboards;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The values of a dashboard's variables, chosen as Grafana does on first opening: the first value
 * of each list, in order, or all where the dashboard offers that.
 */
public final class FilledVariables {
  /** Grafana's smallest: four scrapes, https://grafana.com/docs/grafana/latest/datasources/. */
  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((?:(.+),)?\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*\\)");

  private static final Pattern USE =
      Pattern.compile("\\$\\{(\\w+)(?::\\w+)?\\}|\\$(\\w+)|\\[\\[(\\w+)\\]\\]");

  private final Map<String, String> values = new LinkedHashMap<>();

  private FilledVariables(Duration scrapeInterval, Duration range) {
    values.put("__rate_interval", 4 * scrapeInterval.toSeconds() + "s");
    values.put("__interval", scrapeInterval.toSeconds() + "s");
    values.put("__range", range.toSeconds() + "s");
  }

  /** Asks {@code prometheus} for what each variable can be; {@code chosen} are a person's picks. */
  public static FilledVariables of(
      Dashboard dashboard,
      Prometheus prometheus,
      Map<String, String> chosen,
      Duration scrapeInterval,
      Duration range) {
    FilledVariables filled = new FilledVariables(scrapeInterval, range);
    for (Variable variable : dashboard.variables()) {
      String value = chosen.get(variable.name());
      filled.values.put(
          variable.name(), value != null ? value : filled.first(variable, prometheus));
    }
    return filled;
  }

  private String first(Variable variable, Prometheus prometheus) {
    if (!variable.type().equals("query")) {
      return in(variable.query().split(",")[0]);
    }
    Matcher query = LABEL_VALUES.matcher(variable.query());
    if (!query.matches()) {
      throw new IllegalArgumentException(
          "Cannot fill the variable %s: %s is not label_values(...)."
              .formatted(variable.name(), variable.query()));
    }
    String selector = query.group(1) == null ? "" : in(query.group(1).strip());
    List<String> found = prometheus.labelValues(selector, query.group(2));
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "Cannot fill the variable %s: no series of %s has the label %s."
              .formatted(variable.name(), selector, query.group(2)));
    }
    if (!variable.multi()) {
      return found.get(0);
    }
    return variable.all().isEmpty()
        ? found.stream().map(Pattern::quote).collect(Collectors.joining("|", "(", ")"))
        : variable.all();
  }

  /** The text with every variable replaced; an unknown one is an error. */
  public String in(String text) {
    return USE.matcher(text).replaceAll(use -> Matcher.quoteReplacement(value(use)));
  }

  private String value(MatchResult use) {
    for (int group = 1; group <= use.groupCount(); group++) {
      if (use.group(group) != null) {
        String value = values.get(use.group(group));
        if (value == null) {
          throw new IllegalArgumentException("Unknown variable " + use.group());
        }
        return value;
      }
    }
    throw new IllegalStateException(use.group());
  }
}
