package io.lakeswarm.jobs.sql;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/** The formats of a result; each one ends with a newline. */
public enum OutputFormat {
  /** Aligned columns for people. */
  TABLE {
    @Override
    String render(ResultTable result) {
      return AlignedTable.render(result);
    }
  },
  /** RFC 4180 with a header; NULL is an empty field, an empty text a quoted one. */
  CSV {
    @Override
    String render(ResultTable result) {
      StringBuilder text = new StringBuilder(line(result.columns()));
      result.rows().forEach(row -> text.append(line(row)));
      return text.toString();
    }

    private String line(List<String> cells) {
      return cells.stream().map(this::cell).collect(Collectors.joining(",", "", "\n"));
    }

    private String cell(String value) {
      if (value == null) {
        return "";
      }
      boolean plain = !value.isEmpty() && value.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
      return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
  },
  /** One object a line; every value as text or null. */
  JSON {
    @Override
    String render(ResultTable result) {
      JsonMapper mapper = JsonMapper.builder().build();
      StringBuilder text = new StringBuilder();
      for (List<String> row : result.rows()) {
        ObjectNode object = mapper.createObjectNode();
        for (int i = 0; i < row.size(); i++) {
          object.put(result.columns().get(i), row.get(i));
        }
        text.append(object).append('\n');
      }
      return text.toString();
    }
  };

  abstract String render(ResultTable result);
}
