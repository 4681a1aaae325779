package io.lakeswarm.e2e.dashboards;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs every query of a dashboard as Grafana would, over the last minutes. */
public final class DashboardCheck {
  private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(15);
  private static final Duration RANGE = Duration.ofMinutes(5);

  private final Prometheus prometheus;
  private final Explanations explanations;

  /** Asks {@code prometheus}; queries without data are looked up in {@code explanations}. */
  public DashboardCheck(Prometheus prometheus, Explanations explanations) {
    this.prometheus = prometheus;
    this.explanations = explanations;
  }

  /** Looks at every panel; {@code chosen} are variables that a person has picked. */
  public DashboardReport of(Dashboard dashboard, Map<String, String> chosen) {
    FilledVariables variables =
        FilledVariables.of(dashboard, prometheus, chosen, SCRAPE_INTERVAL, RANGE);
    List<PanelResult> results = new ArrayList<>();
    for (Panel panel : dashboard.panels()) {
      results.add(look(panel, variables));
    }
    return new DashboardReport(dashboard.title(), List.copyOf(results));
  }

  private PanelResult look(Panel panel, FilledVariables variables) {
    int withData = 0;
    List<String> reasons = new ArrayList<>();
    List<String> unexplained = new ArrayList<>();
    for (String template : panel.queries()) {
      String query = variables.in(template);
      if (prometheus.seriesWithData(query, RANGE, SCRAPE_INTERVAL) > 0) {
        withData++;
        continue;
      }
      Optional<String> reason = explanations.of(query, prometheus);
      reason.ifPresentOrElse(reasons::add, () -> unexplained.add(query));
    }
    return new PanelResult(panel, withData, List.copyOf(reasons), List.copyOf(unexplained));
  }
}
