package io.lakeswarm.jobs.sql;

import io.lakeswarm.jobs.cli.Arguments;
import io.lakeswarm.jobs.cli.UsageException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The statement to run and how to show its result.
 *
 * @param query one Spark SQL statement; it may write
 * @param limit rows shown at most, at least 1
 */
public record SqlOptions(String query, OutputFormat format, int limit) {
  private static final Set<String> KEYS = Set.of("query", "format", "limit");
  private static final int DEFAULT_LIMIT = 100;

  /** Parses the command line; rejects unknown keys. */
  public static SqlOptions parse(List<String> args) {
    Arguments arguments = Arguments.parse(args, KEYS);
    String query = arguments.require("query").strip();
    if (query.endsWith(";")) {
      query = query.substring(0, query.length() - 1);
    }
    return new SqlOptions(
        query,
        format(arguments.find("format").orElse("table")),
        limit(arguments.find("limit").orElse(Integer.toString(DEFAULT_LIMIT))));
  }

  private static OutputFormat format(String name) {
    try {
      return OutputFormat.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--format " + name + " is not one of table, csv, json");
    }
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit < Integer.MAX_VALUE) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw new UsageException("--limit " + text + " is not a whole number");
    }
    throw new UsageException("--limit " + text + " is not a positive number");
  }
}
