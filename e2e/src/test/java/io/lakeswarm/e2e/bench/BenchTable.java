package io.lakeswarm.e2e.bench;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The measurements of one run, as the section of docs/benchmarks.md that bench.sh puts in. */
final class BenchTable {
  private static final Path PAGE = Command.root().resolve("e2e/target/benchmarks.md");

  private final List<String> rows = new ArrayList<>();

  /** Adds a line and shows it at once. */
  void add(String what, String measured, String goal, String how) {
    rows.add("| %s | %s | %s | %s |".formatted(what, measured, goal, how));
    System.out.println("bench: " + what + ": " + measured + " (goal " + goal + ")");
  }

  static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f s", value);
  }

  static String millis(double value) {
    return String.format(Locale.ROOT, "%.0f ms", value);
  }

  void write(String machine) {
    String page =
        """
        ## On three engines

        Written on %s: three engines in network namespaces of one host, %s.
        Times are wall-clock unless they say CPU; other work on the machine makes them longer.

        | what | measured | goal | how |
        | --- | --- | --- | --- |
        %s
        """
            .formatted(LocalDate.now(ZoneOffset.UTC), machine, String.join("\n", rows));
    try {
      Files.writeString(PAGE, page);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + PAGE, e);
    }
  }
}
