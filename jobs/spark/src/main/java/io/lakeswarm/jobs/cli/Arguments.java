package io.lakeswarm.jobs.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the {@code --key value} pairs of a command line; each known key at most once. */
public final class Arguments {
  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Parses the command line.
   *
   * @throws UsageException for an unknown or repeated key, or a key without its value
   */
  public static Arguments parse(List<String> args, Set<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < args.size(); i += 2) {
      String key = args.get(i);
      if (!key.startsWith("--") || !known.contains(key.substring(2))) {
        throw new UsageException("unknown argument " + key + "; known: " + listed(known));
      }
      if (i + 1 == args.size()) {
        throw new UsageException(key + " needs a value");
      }
      if (values.put(key.substring(2), args.get(i + 1)) != null) {
        throw new UsageException(key + " is given twice");
      }
    }
    return new Arguments(values);
  }

  /** Returns the value; empty when the key is absent. */
  public Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Returns the value; throws a {@link UsageException} that names a missing key. */
  public String require(String key) {
    return find(key).orElseThrow(() -> new UsageException("--" + key + " is missing"));
  }

  private static String listed(Set<String> known) {
    return String.join(", ", known.stream().sorted().map(key -> "--" + key).toList());
  }
}
