package io.lakeswarm.e2e.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a query has no data on some machines. A reason counts only while its proof, itself a query,
 * has a result, so that a wrong label is never explained.
 */
public final class Explanations {
  private record Explanation(Pattern found, String proof, String reason) {}

  private final List<Explanation> known = new ArrayList<>();

  /** Reads a file of {@code pattern<TAB>proof<TAB>reason}. */
  public static Explanations read(Path file) {
    Explanations read = new Explanations();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split("\t");
          if (parts.length != 3) {
            throw new IllegalArgumentException("Cannot read " + file + ": three fields in " + line);
          }
          read.known.add(new Explanation(Pattern.compile(parts[0]), parts[1], parts[2]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the explanations " + file, e);
    }
    return read;
  }

  /** The proven reason why this query, its variables filled, has no data; empty without one. */
  public Optional<String> of(String query, Prometheus prometheus) {
    for (Explanation explanation : known) {
      Matcher found = explanation.found().matcher(query);
      while (found.find()) {
        if (!prometheus.query(proof(explanation, found)).isEmpty()) {
          return Optional.of(found.group() + ": " + explanation.reason());
        }
      }
    }
    return Optional.empty();
  }

  private static String proof(Explanation explanation, Matcher found) {
    String proof = explanation.proof().replace("$0", found.group());
    return found.groupCount() > 0 && found.group(1) != null
        ? proof.replace("$1", found.group(1))
        : proof;
  }
}
