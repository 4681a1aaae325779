package io.lakeswarm.jobs.silver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PageParserTest {
  private final List<Row> rows = new ArrayList<>();

  @Test
  void trimsTextAndTurnsEmptyIntoNull() throws IOException {
    parse("{\"id\":\" a \",\"country\":\" United States\",\"city\":\"  \",\"state\":null}");
    assertThat(value(0, "id")).isEqualTo("a");
    assertThat(value(0, "country")).isEqualTo("United States");
    assertThat(value(0, "city")).isNull();
    assertThat(value(0, "state")).isNull();
    assertThat(value(0, "phone")).isNull();
  }

  @Test
  void readsCoordinatesFromTextAndNumbers() throws IOException {
    PageStats stats = parse("{\"id\":\"a\",\"longitude\":\"-116.5\",\"latitude\":46.25}");
    assertThat(value(0, "longitude")).isEqualTo(-116.5);
    assertThat(value(0, "latitude")).isEqualTo(46.25);
    assertThat(stats).isEqualTo(new PageStats(1, 0));
  }

  @Test
  void countsCoordinatesThatAreNoNumbers() throws IOException {
    PageStats stats =
        parse(
            "{\"id\":\"a\",\"longitude\":\"west\",\"latitude\":\"NaN\"}\n"
                + "{\"id\":\"b\",\"longitude\":\"1d\",\"latitude\":\"1e999\"}\n"
                + "{\"id\":\"c\",\"longitude\":\"\",\"latitude\":null}\n");
    assertThat(stats).isEqualTo(new PageStats(3, 4));
    assertThat(rows).allSatisfy(row -> assertThat(row.<Object>getAs(10)).isNull());
  }

  @Test
  void leavesOutFieldsItDoesNotKnow() throws IOException {
    parse("{\"id\":\"a\",\"tags\":[{\"id\":\"x\"}],\"name\":\"n\"}");
    assertThat(value(0, "id")).isEqualTo("a");
    assertThat(value(0, "name")).isEqualTo("n");
  }

  @Test
  void givesEqualRowsEqualHashesAndOthersOther() throws IOException {
    parse(
        "{\"id\":\"a\",\"city\":\"x\",\"latitude\":\"1.50\"}\n"
            + "{\"city\":\" x\",\"id\":\"a\",\"latitude\":1.5}\n"
            + "{\"id\":\"a\",\"state\":\"x\",\"latitude\":1.5}\n"
            + "{\"id\":\"a\",\"latitude\":1.5}\n"
            + "{\"id\":\"a\",\"city\":\"x\",\"latitude\":1.6}\n");
    assertThat(hash(1)).isEqualTo(hash(0));
    assertThat(List.of(hash(0), hash(2), hash(3), hash(4))).doesNotHaveDuplicates();
  }

  @Test
  void refusesWhatIsNoRow() {
    assertThatThrownBy(() -> parse("[1]")).hasMessageContaining("line 1 is not a JSON object");
    assertThatThrownBy(() -> parse("{\"id\":\"a\"}{\"id\":")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> parse("{\"id\":\" \"}")).hasMessageContaining("no id");
    assertThatThrownBy(() -> parse("{\"id\":{}}")).hasMessageContaining("not a text");
  }

  private PageStats parse(String lines) throws IOException {
    return new PageParser().parse(lines.getBytes(StandardCharsets.UTF_8), rows::add);
  }

  private Object value(int row, String field) {
    return rows.get(row).get(SilverTable.FIELDS.indexOf(field));
  }

  private String hash(int row) {
    return rows.get(row).getString(SilverTable.FIELDS.size());
  }
}
