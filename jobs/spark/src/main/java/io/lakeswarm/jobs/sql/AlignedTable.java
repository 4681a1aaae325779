package io.lakeswarm.jobs.sql;

import java.util.Collections;
import java.util.List;

/** Prints columns as wide as their widest cell, two spaces apart, under a header and a rule. */
final class AlignedTable {
  private static final String NULL = "NULL";
  private static final String GAP = "  ";

  private AlignedTable() {}

  static String render(ResultTable result) {
    int[] widths = result.columns().stream().mapToInt(AlignedTable::width).toArray();
    for (List<String> row : result.rows()) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(shown(row.get(i))));
      }
    }
    StringBuilder text = new StringBuilder();
    line(text, result.columns(), widths);
    List<String> rule = new java.util.ArrayList<>();
    for (int width : widths) {
      rule.add(String.join("", Collections.nCopies(width, "-")));
    }
    line(text, rule, widths);
    result.rows().forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = shown(cells.get(i));
      line.append(i == 0 ? "" : GAP).append(cell);
      line.append(" ".repeat(widths[i] - width(cell)));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static String shown(String cell) {
    return cell == null ? NULL : cell.replace("\n", "\\n").replace("\r", "\\r");
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
