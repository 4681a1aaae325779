package io.lakeswarm.reconciler.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of one run: a row for each measure, a column for each size of the swarm. */
final class Sheet {
  private static final Path SECTION =
      Path.of(System.getProperty("project.root"), "reconciler/target/benchmarks.md");

  private final List<String> columns = new ArrayList<>();
  private final Map<String, List<String>> rows = new LinkedHashMap<>();
  private final Map<String, String> goals = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  /** The figures that follow belong to this size. */
  void column(String size) {
    columns.add(size);
    System.out.println("bench: == " + size);
  }

  void add(String what, String goal, String measured) {
    List<String> row = rows.computeIfAbsent(what, name -> new ArrayList<>());
    while (row.size() < columns.size() - 1) {
      row.add("–");
    }
    row.add(measured);
    goals.put(what, goal);
    System.out.println("bench: " + what + ": " + measured + " (goal " + goal + ")");
  }

  void note(String note) {
    notes.add(note);
  }

  /** Leaves the section where {@code e2e/bench.sh} finds it. */
  void write() throws IOException {
    List<String> lines = new ArrayList<>(List.of("## Beside a simulated swarm", ""));
    lines.addAll(notes);
    lines.add("");
    lines.add("| what | goal | " + String.join(" | ", columns) + " |");
    lines.add("| --- | --- |" + " --- |".repeat(columns.size()));
    rows.forEach(
        (what, values) -> {
          List<String> padded = new ArrayList<>(values);
          while (padded.size() < columns.size()) {
            padded.add("–");
          }
          lines.add(
              "| %s | %s | %s |".formatted(what, goals.get(what), String.join(" | ", padded)));
        });
    Files.write(SECTION, lines);
  }
}
