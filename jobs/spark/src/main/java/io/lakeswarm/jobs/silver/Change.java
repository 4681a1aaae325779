package io.lakeswarm.jobs.silver;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How much a snapshot changes.
 *
 * @param opened versions that begin
 * @param closed versions that end
 * @param currentRows breweries that are current after it; -1 while not known
 * @param countries partitions in which versions are closed; may hold NULL
 */
record Change(long opened, long closed, long currentRows, Collection<String> countries) {
  boolean isNone() {
    return opened == 0 && closed == 0;
  }

  /** Returns the same change with the rows counted after it. */
  Change leaving(long rows) {
    return new Change(opened, closed, rows, countries);
  }

  /** Counts the changes in one pass. */
  static Change count(Dataset<Row> changes) {
    List<Row> groups =
        changes
            .groupBy(SilverTransform.CLOSES, SilverTransform.OLD_COUNTRY)
            .count()
            .collectAsList();
    long opened = 0;
    long closed = 0;
    Collection<String> countries = new HashSet<>();
    for (Row group : groups) {
      if (group.getBoolean(0)) {
        closed += group.getLong(2);
        countries.add(group.getString(1));
      } else {
        opened += group.getLong(2);
      }
    }
    return new Change(opened, closed, -1, countries);
  }
}
