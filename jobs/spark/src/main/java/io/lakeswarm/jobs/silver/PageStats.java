package io.lakeswarm.jobs.silver;

import java.io.Serializable;

/** Counts of the pages read. */
record PageStats(long rows, long badCoordinates) implements Serializable {
  static final PageStats NONE = new PageStats(0, 0);

  PageStats plus(PageStats other) {
    return new PageStats(rows + other.rows, badCoordinates + other.badCoordinates);
  }
}
