package io.lakeswarm.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.jobs.cli.JobFailure;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SqlJobIT {
  @Test
  void readsValuesAsTextAndKeepsColumnsOfOneName() {
    assertThat(run("SELECT 1 AS a, NULL AS a, TIMESTAMP '2026-11-22 10:00:00' AS t", 5))
        .isEqualTo(
            new ResultTable(
                List.of("a", "a", "t"),
                List.of(Arrays.asList("1", null, "2026-11-22 10:00:00")),
                false));
  }

  @Test
  void saysWhenThereIsMore() {
    assertThat(run("SELECT id FROM range(3) ORDER BY id", 2))
        .isEqualTo(new ResultTable(List.of("id"), List.of(List.of("0"), List.of("1")), true));
    assertThat(run("SELECT id FROM range(2)", 2).cut()).isFalse();
  }

  @Test
  void namesTheMistakeWithoutATrace() {
    refused("SELEC 1", "Syntax error at or near 'SELEC'");
    refused("SELECT * FROM nowhere", "`nowhere` cannot be found");
  }

  private static void refused(String query, String cause) {
    assertThatThrownBy(() -> run(query, 1))
        .isInstanceOf(JobFailure.class)
        .hasMessageContaining(cause)
        .hasNoCause();
  }

  private static ResultTable run(String query, int limit) {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[1]")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    return SqlJob.run(new SqlOptions(query, OutputFormat.TABLE, limit), conf);
  }
}
