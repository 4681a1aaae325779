package io.lakeswarm.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputFormatTest {
  private final ResultTable result =
      new ResultTable(
          List.of("country", "n"),
          List.of(
              Arrays.asList("Österreich", "14"), Arrays.asList(null, ""), List.of("a,\"b\n", "1")),
          false);

  @Test
  void alignsATable() {
    assertThat(OutputFormat.TABLE.render(result))
        .isEqualTo(
            """
            country     n
            ----------  --
            Österreich  14
            NULL
            a,"b\\n      1
            """);
  }

  @Test
  void tellsNullFromEmptyInCsv() {
    assertThat(OutputFormat.CSV.render(result))
        .isEqualTo("country,n\nÖsterreich,14\n,\"\"\n\"a,\"\"b\n\",1\n");
  }

  @Test
  void writesAnObjectALine() {
    assertThat(OutputFormat.JSON.render(result))
        .isEqualTo(
            "{\"country\":\"Österreich\",\"n\":\"14\"}\n{\"country\":null,\"n\":\"\"}\n"
                + "{\"country\":\"a,\\\"b\\n\",\"n\":\"1\"}\n");
  }
}
