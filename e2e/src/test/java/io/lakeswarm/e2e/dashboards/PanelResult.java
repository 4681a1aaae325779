package io.lakeswarm.e2e.dashboards;

import java.util.List;

/**
 * What a look at one panel found. {@code reasons} tells, for each query without data, why; a query
 * without data and without a reason is in {@code unexplained}.
 */
public record PanelResult(
    Panel panel, int queriesWithData, List<String> reasons, List<String> unexplained) {

  /** True when at least one of the panel's queries has data. */
  public boolean hasData() {
    return queriesWithData > 0;
  }
}
