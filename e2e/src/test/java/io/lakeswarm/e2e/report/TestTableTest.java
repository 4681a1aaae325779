package io.lakeswarm.e2e.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTableTest {
  private static final String PAGE =
      """
      # Page

      | part | what |
      | --- | --- |
      | usual | OldE2E |
      | sid | KeptE2E |

      After it.
      """;

  @TempDir private Path reports;
  private final TestTable table = new TestTable("usual", "28.5.2", LocalDate.of(2026, 11, 28));

  @Test
  void thePartsRowsAreReplacedAndTheOthersStay() {
    String page = table.replaceRows(PAGE, List.of(new TestTable.Result("NewE2E", 2, 61.6, 0, 0)));
    assertThat(page)
        .isEqualTo(
            PAGE.replace(
                "| usual | OldE2E |",
                "| usual | NewE2E | 2 | 62 | passed | 28.5.2 | 2026-11-28 |"));
  }

  @Test
  void aClassHasARowAndAFailureIsCounted() throws IOException {
    report();
    List<TestTable.Result> results = TestTable.results(reports, TestTable.Row.CLASS);
    assertThat(results).containsExactly(new TestTable.Result("ScaleE2E", 3, 75.5, 1, 1));
    assertThat(results.get(0).verdict()).isEqualTo("1 failed");
    assertThat(TestTable.allPassed(results)).isFalse();
  }

  @Test
  void eachTestHasARow() throws IOException {
    report();
    assertThat(TestTable.results(reports, TestTable.Row.TEST))
        .extracting(TestTable.Result::what, TestTable.Result::verdict)
        .containsExactly(
            tuple("up", "passed"), tuple("down", "1 failed"), tuple("left", "1 skipped"));
  }

  @Test
  void aRunWithoutTestsDidNotPass() throws IOException {
    assertThat(TestTable.allPassed(TestTable.results(reports.resolve("none"), TestTable.Row.CLASS)))
        .isFalse();
  }

  private void report() throws IOException {
    Files.writeString(
        reports.resolve("TEST-x.ScaleE2E.xml"),
        """
        <testsuite name="io.x.ScaleE2E" time="75.5">
          <testcase name="up" time="40"/>
          <testcase name="down" time="35"><failure message="m"/></testcase>
          <testcase name="left" time="0"><skipped/></testcase>
        </testsuite>
        """);
  }
}
