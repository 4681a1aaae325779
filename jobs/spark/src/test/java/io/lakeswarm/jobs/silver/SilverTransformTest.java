package io.lakeswarm.jobs.silver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.jobs.spark.SharedSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SilverTransformTest {
  private static final String A = "{\"id\":\"a\",\"name\":\"A\",\"country\":\"Ireland\"}";
  private static final String A2 = "{\"id\":\"a\",\"name\":\"A2\",\"country\":\"England\"}";
  private static final String B = "{\"id\":\"b\",\"name\":\"B\",\"country\":\"Ireland\"}";
  private static final String C = "{\"id\":\"c\",\"name\":null}";

  @Test
  void collapsesEqualCopies() throws IOException {
    assertThat(ids(SilverTransform.unique(rows(A, B, A, A), 2)))
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void failsForCopiesThatDiffer() throws IOException {
    Dataset<Row> snapshot = rows(A, B, A2);
    Dataset<Row> unique = SilverTransform.unique(snapshot, 2);
    assertThatThrownBy(unique::collectAsList)
        .satisfies(e -> assertThat(TraceText.of(e)).contains(SilverTransform.DUPLICATE + "a"));
    assertThat(SilverTransform.differingDuplicates(snapshot)).containsExactly("a");
  }

  @Test
  void findsNoChangeBetweenEqualSnapshots() throws IOException {
    assertThat(Change.count(changes(rows(A, B, C), rows(C, B, A))).isNone()).isTrue();
  }

  @Test
  void opensNewClosesVanishedAndDoesBothForChanged() throws IOException {
    List<String> found =
        changes(rows(A2, C), rows(A, B)).collectAsList().stream()
            .map(
                row ->
                    row.<Boolean>getAs("closes")
                        + " "
                        + row.getAs("id")
                        + " "
                        + row.getAs("name")
                        + " in "
                        + row.getAs("old_country"))
            .toList();
    assertThat(found)
        .containsExactlyInAnyOrder(
            "true a A2 in Ireland",
            "false a A2 in Ireland",
            "true b null in Ireland",
            "false c null in null");
  }

  @Test
  void countsChangesAndNamesThePartitionsThatLoseVersions() throws IOException {
    Change change = Change.count(changes(rows(A2, B), rows(A, B, C)));
    assertThat(change.opened()).isEqualTo(1);
    assertThat(change.closed()).isEqualTo(2);
    assertThat(change.countries()).containsExactlyInAnyOrder("Ireland", null);
  }

  private static Dataset<Row> changes(Dataset<Row> snapshot, Dataset<Row> current) {
    return SilverTransform.changes(SilverTransform.unique(snapshot, 2), current);
  }

  private static List<String> ids(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.<String>getAs("id")).toList();
  }

  private static Dataset<Row> rows(String... lines) throws IOException {
    List<Row> rows = new ArrayList<>();
    new PageParser().parse(String.join("\n", lines).getBytes(StandardCharsets.UTF_8), rows::add);
    return SharedSession.get().createDataFrame(rows, SilverTable.rowType());
  }
}
