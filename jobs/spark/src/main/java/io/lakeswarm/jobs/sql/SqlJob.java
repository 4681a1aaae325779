package io.lakeswarm.jobs.sql;

import io.lakeswarm.jobs.cli.JobFailure;
import io.lakeswarm.jobs.cli.JobMain;
import io.lakeswarm.jobs.spark.JobGroup;
import io.lakeswarm.jobs.spark.Sessions;
import io.lakeswarm.jobs.spark.SparkSettings;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;

/** Runs one SQL statement and prints its result: rows on stdout, everything else on stderr. */
public final class SqlJob {
  private SqlJob() {}

  /** Runs the statement and ends the process. */
  public static void main(String[] args) {
    JobMain.runWithoutResult(
        "sql",
        () -> {
          SqlOptions options = SqlOptions.parse(List.of(args));
          ResultTable result = run(options, SparkSettings.load());
          print(options, result);
        });
  }

  static ResultTable run(SqlOptions options, SparkConf conf) {
    try (SparkSession spark = Sessions.open("sql", conf)) {
      return new JobGroup("sql", options.query()).run(spark, () -> read(spark, options));
    }
  }

  private static ResultTable read(SparkSession spark, SqlOptions options) {
    Dataset<Row> result = analysed(spark, options.query());
    String[] names = new String[result.columns().length];
    Column[] texts = new Column[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = "c" + i; // A result may hold one name twice.
      texts[i] = org.apache.spark.sql.functions.col(names[i]).cast("string");
    }
    List<Row> found = result.toDF(names).select(texts).limit(options.limit() + 1).collectAsList();
    boolean cut = found.size() > options.limit();
    List<List<String>> rows = new ArrayList<>();
    for (Row row : cut ? found.subList(0, options.limit()) : found) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < names.length; i++) {
        cells.add(row.getString(i));
      }
      rows.add(cells);
    }
    return new ResultTable(List.of(result.columns()), rows, cut);
  }

  /**
   * Takes the cause from the message; Spark's trace and plan do not help to correct a statement.
   */
  private static Dataset<Row> analysed(SparkSession spark, String query) {
    try {
      return spark.sql(query);
    } catch (Exception e) {
      if (e instanceof ParseException) {
        throw refused(e.getMessage());
      }
      if (e instanceof AnalysisException analysis) {
        throw refused(analysis.getSimpleMessage());
      }
      throw e;
    }
  }

  private static JobFailure refused(String cause) {
    return new JobFailure(
        "Cannot run the statement: " + cause.strip() + "\nCorrect it and run it again.");
  }

  private static void print(SqlOptions options, ResultTable result) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (!result.columns().isEmpty()) {
      out.print(options.format().render(result));
      out.flush();
    }
    if (result.cut()) {
      System.err.println(
          "Only the first "
              + options.limit()
              + " rows are shown; --limit "
              + options.limit() * 10L
              + " shows more.");
    }
  }
}
