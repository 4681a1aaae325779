package io.lakeswarm.e2e.dashboards;

import java.util.List;
import java.util.stream.Collectors;

/** What a look at a whole dashboard found. */
public record DashboardReport(String title, List<PanelResult> panels) {

  /** How many panels have data. */
  public long withData() {
    return panels.stream().filter(PanelResult::hasData).count();
  }

  /** Panels without data of which at least one query has no explanation. */
  public List<PanelResult> unexplained() {
    return panels.stream()
        .filter(panel -> !panel.hasData() && !panel.unexplained().isEmpty())
        .toList();
  }

  /** Panels with data; then each empty panel, and each empty query of the others, with why. */
  public String table() {
    return "%s: %d of %d panels have data%n%s"
        .formatted(
            title,
            withData(),
            panels.size(),
            panels.stream().map(DashboardReport::lines).collect(Collectors.joining()));
  }

  private static String lines(PanelResult result) {
    String mark = result.hasData() ? "partly" : "EMPTY";
    StringBuilder lines = new StringBuilder();
    result.reasons().stream()
        .distinct()
        .forEach(reason -> lines.append(line(mark, result, reason)));
    result.unexplained().forEach(query -> lines.append(line(mark, result, "no data: " + query)));
    return lines.toString();
  }

  private static String line(String mark, PanelResult result, String text) {
    return "  %-6s  %-60s  %s%n".formatted(mark, result.panel().name(), text);
  }
}
