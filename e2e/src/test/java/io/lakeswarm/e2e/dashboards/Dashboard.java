package io.lakeswarm.e2e.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A dashboard file in Grafana's classic model: the present grid and the rows of old versions. */
public record Dashboard(String title, List<Variable> variables, List<Panel> panels) {
  private static final Set<String> WITHOUT_DATA = Set.of("row", "text", "news", "dashlist");

  /** Reads a file; throws when it cannot be read or has no panel. */
  public static Dashboard read(Path file) {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the dashboard " + file, e);
    }
    List<Variable> variables = new ArrayList<>();
    json.at("/templating/list").forEach(variable -> variables.add(Variable.of(variable)));
    List<Panel> panels = new ArrayList<>();
    collect(json.path("panels"), "", panels);
    json.path("rows").forEach(row -> collect(row.path("panels"), "", panels));
    if (panels.isEmpty()) {
      throw new IllegalArgumentException("Cannot check " + file + ": it has no panel.");
    }
    return new Dashboard(json.path("title").asText(), variables, panels);
  }

  /** Panels stand beside the row they belong to, or inside it while it is collapsed. */
  private static void collect(JsonNode panels, String outer, List<Panel> into) {
    String row = outer;
    for (JsonNode panel : panels) {
      String type = panel.path("type").asText();
      if (type.equals("row")) {
        row = panel.path("title").asText();
        collect(panel.path("panels"), row, into);
      } else if (!WITHOUT_DATA.contains(type)) {
        List<String> queries = new ArrayList<>();
        panel.path("targets").forEach(target -> queries.add(target.path("expr").asText()));
        into.add(new Panel(row, panel.path("title").asText(), List.copyOf(queries)));
      }
    }
  }
}
