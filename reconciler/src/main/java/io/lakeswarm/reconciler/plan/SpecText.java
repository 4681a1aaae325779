package io.lakeswarm.reconciler.plan;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Formats the names and values of a specification as text, without secrets. */
final class SpecText {
  private static final String HIDDEN = "(hidden)";
  private static final int LONGEST = 200;
  private static final long NANOS = 1_000_000_000L;
  private static final Pattern SLASH = Pattern.compile("/");
  private static final Pattern WELL_KNOWN =
      Pattern.compile("^/TaskTemplate/(ContainerSpec/|Resources/|)");
  private static final Pattern SENSITIVE =
      Pattern.compile("PASSWORD|PASSWD|SECRET|TOKEN|KEY|CREDENTIAL", Pattern.CASE_INSENSITIVE);
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "([A-Z0-9_.-]*(?:PASSWORD|PASSWD|SECRET|TOKEN|KEY)[A-Z0-9_.-]*[=:] ?)[^\\s,\\]}]+",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern IN_ADDRESS = Pattern.compile("://[^/@\\s]*:[^/@\\s]*@");
  private static final Pattern DURATION =
      Pattern.compile(".*(Period|Delay|Interval|Timeout|Monitor|Window)");

  private static final Map<String, String> NAMES =
      Map.of(
          "/Mode/Replicated/Replicas", "replicas",
          "/TaskTemplate/Resources/Limits/MemoryBytes", "limits.memory",
          "/TaskTemplate/Resources/Limits/NanoCPUs", "limits.cpus",
          "/TaskTemplate/Resources/Limits/Pids", "limits.pids",
          "/TaskTemplate/Resources/Reservations/MemoryBytes", "reservations.memory",
          "/TaskTemplate/Resources/Reservations/NanoCPUs", "reservations.cpus");

  private SpecText() {}

  /** Returns the name of a field, for example {@code limits.memory} or {@code healthcheck.test}. */
  static String name(String path) {
    if (NAMES.containsKey(path)) {
      return NAMES.get(path);
    }
    String known = WELL_KNOWN.matcher(path).replaceFirst("/").substring(1);
    return SLASH
        .splitAsStream(known)
        .map(word -> word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining("."));
  }

  /** Returns bytes, CPUs and durations in the units of a stack file. */
  static Object scalar(String path, Object value) {
    if (!(value instanceof Long number)) {
      return value;
    }
    if (path.endsWith("/MemoryBytes")) {
      return bytes(number);
    }
    if (path.endsWith("/NanoCPUs")) {
      return BigDecimal.valueOf(number, 9).stripTrailingZeros().toPlainString();
    }
    boolean seconds = DURATION.matcher(path).matches() && number % NANOS == 0;
    return seconds ? number / NANOS + "s" : value;
  }

  private static String bytes(long number) {
    if (number >= 1L << 30 && number % (1L << 30) == 0) {
      return (number >> 30) + "G";
    }
    return number % (1L << 20) == 0 ? (number >> 20) + "M" : String.valueOf(number);
  }

  /** Returns a stable text; empty for null and for empty maps and lists. */
  static String text(Object value) {
    if (value instanceof Map<?, ?>) {
      String inside = withoutBraces(map(value));
      return inside.isEmpty() ? "" : "{" + inside + "}";
    }
    if (value instanceof Collection<?> elements) {
      return elements.isEmpty()
          ? ""
          : elements.stream().map(SpecText::text).collect(Collectors.joining(", ", "[", "]"));
    }
    return value == null ? "" : value.toString();
  }

  /** Returns the entries sorted by key, without empty ones: {@code Source: minio, Type: volume}. */
  static String withoutBraces(Map<String, Object> tree) {
    return tree.entrySet().stream()
        .filter(entry -> !text(entry.getValue()).isEmpty())
        .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Returns a copy that may be changed; empty when {@code value} is no map. */
  static Map<String, Object> map(Object value) {
    Map<String, Object> map = new TreeMap<>();
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((key, below) -> map.put(key.toString(), below));
    }
    return map;
  }

  /** Returns the value with this key as one line, secrets masked, cut after 200 characters. */
  static String shown(String key, String value) {
    if (SENSITIVE.matcher(key).find()) {
      return HIDDEN;
    }
    if (value.isEmpty()) {
      return "\"\"";
    }
    String masked = ASSIGNED.matcher(value).replaceAll("$1" + HIDDEN);
    masked = IN_ADDRESS.matcher(masked).replaceAll("://" + HIDDEN + "@");
    String line = masked.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
