package io.lakeswarm.jobs.silver;

import io.lakeswarm.jobs.cli.JobFailure;
import io.lakeswarm.jobs.lake.BranchTable;
import java.util.function.LongSupplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Checks the branch before it is merged into main. */
final class SilverCheck {
  private SilverCheck() {}

  /**
   * Current rows equal the snapshot's breweries; the versions of a brewery do not overlap, and
   * since a current version never ends, that means one current row an id.
   *
   * @param breweries read only when the rows differ: equal copies in a snapshot are one brewery
   * @return the current rows
   * @throws JobFailure that names what does not hold
   */
  static long require(
      SparkSession spark, BranchTable table, long snapshotRows, LongSupplier breweries) {
    Row found =
        spark
            .sql(
                "SELECT count_if(is_current), count_if(is_current <> (valid_to IS NULL)),"
                    + " count_if(next_from < valid_to OR (next_from IS NOT NULL AND valid_to IS"
                    + " NULL)) FROM (SELECT is_current, valid_to, lead(valid_from) OVER (PARTITION"
                    + " BY id ORDER BY valid_from, valid_to NULLS LAST) AS next_from FROM "
                    + table.sql()
                    + ")")
            .first();
    long current = found.getLong(0);
    if (current != snapshotRows) {
      requireEqual("current rows", current, breweries.getAsLong());
    }
    requireEqual("rows both current and ended, or neither", found.getLong(1), 0);
    requireEqual("versions that overlap", found.getLong(2), 0);
    return current;
  }

  private static void requireEqual(String what, long found, long expected) {
    if (found != expected) {
      throw new JobFailure(
          "Cannot merge silver into main: "
              + found
              + " "
              + what
              + ", expected "
              + expected
              + ". main is untouched; compare the snapshot with the table before the next run.");
    }
  }
}
