package io.lakeswarm.e2e.dashboards;

import java.util.List;

/** One panel that shows data; {@code row} is the heading it stands under, perhaps empty. */
public record Panel(String row, String title, List<String> queries) {

  /** What a table calls it. */
  public String name() {
    return row.isEmpty() ? title : row + " / " + title;
  }
}
