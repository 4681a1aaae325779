package io.lakeswarm.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.jobs.cli.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlOptionsTest {
  @Test
  void showsAHundredRowsAsATable() {
    assertThat(SqlOptions.parse(List.of("--query", " select 1; ")))
        .isEqualTo(new SqlOptions("select 1", OutputFormat.TABLE, 100));
  }

  @Test
  void takesFormatAndLimit() {
    assertThat(SqlOptions.parse(List.of("--query", "q", "--format", "csv", "--limit", "7")))
        .isEqualTo(new SqlOptions("q", OutputFormat.CSV, 7));
  }

  @Test
  void refusesBadValues() {
    refused("--format xml is not one of table, csv, json", "--query", "q", "--format", "xml");
    refused("--limit 0 is not a positive number", "--query", "q", "--limit", "0");
    refused("--limit x is not a whole number", "--query", "q", "--limit", "x");
    refused("--query is missing");
  }

  private static void refused(String message, String... args) {
    assertThatThrownBy(() -> SqlOptions.parse(List.of(args)))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }
}
