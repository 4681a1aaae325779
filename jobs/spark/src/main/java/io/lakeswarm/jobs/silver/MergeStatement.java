package io.lakeswarm.jobs.silver;

import io.lakeswarm.jobs.lake.BranchTable;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;

/** Builds the MERGE statement that writes silver. */
final class MergeStatement {
  private MergeStatement() {}

  /** Returns the statement for a table without current rows: every row of the source is new. */
  static String firstLoad(BranchTable table, String source, Instant takenAt) {
    return "MERGE INTO "
        + table.sql()
        + " t USING "
        + source
        + " s ON t.id = s.id AND t.is_current\n"
        + insert("WHEN NOT MATCHED", takenAt);
  }

  /**
   * Returns the statement for a source of changes.
   *
   * @param countries partitions in which versions end; as literals, so that no other file is read
   */
  static String changes(
      BranchTable table, String source, Instant takenAt, Collection<String> countries) {
    return "MERGE INTO "
        + table.sql()
        + " t USING "
        + source
        + " s ON t.id = s.id AND s.closes AND t.is_current AND "
        + in("t.country", countries)
        + "\nWHEN MATCHED THEN UPDATE SET valid_to = "
        + timestamp(takenAt)
        + ", is_current = false\n"
        + insert("WHEN NOT MATCHED AND NOT s.closes", takenAt);
  }

  private static String insert(String when, Instant takenAt) {
    String fields = String.join(", ", SilverTable.FIELDS);
    String values =
        SilverTable.FIELDS.stream().map(field -> "s." + field).collect(Collectors.joining(", "));
    return when
        + " THEN INSERT ("
        + fields
        + ", valid_from, valid_to, is_current, row_hash) VALUES ("
        + values
        + ", "
        + timestamp(takenAt)
        + ", NULL, true, s.row_hash)";
  }

  private static String in(String column, Collection<String> values) {
    String literals =
        values.stream()
            .filter(Objects::nonNull)
            .sorted()
            .map(MergeStatement::literal)
            .collect(Collectors.joining(", "));
    String known = literals.isEmpty() ? "false" : column + " IN (" + literals + ")";
    return values.stream().anyMatch(Objects::isNull)
        ? "(" + known + " OR " + column + " IS NULL)"
        : known;
  }

  private static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static String timestamp(Instant instant) {
    return "TIMESTAMP '" + instant + "'";
  }
}
