package io.lakeswarm.jobs.silver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;

/** Parses a page's JSON lines and skips unknown fields. Not thread-safe. */
final class PageParser {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Map<String, Integer> POSITIONS = positions(SilverTable.FIELDS);

  private final BreweryRow cleaner = new BreweryRow();

  /** Passes each row on and returns the counts. */
  PageStats parse(byte[] content, Consumer<Row> rows) throws IOException {
    long badBefore = cleaner.badCoordinates();
    long count = 0;
    try (JsonParser json = JSON.createParser(content)) {
      while (json.nextToken() != null) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
          throw new IOException("line " + (count + 1) + " is not a JSON object");
        }
        rows.accept(cleaner.clean(texts(json)));
        count++;
      }
    }
    return new PageStats(count, cleaner.badCoordinates() - badBefore);
  }

  private static String[] texts(JsonParser json) throws IOException {
    String[] texts = new String[SilverTable.FIELDS.size()];
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      Integer position = POSITIONS.get(json.currentName());
      JsonToken value = json.nextToken();
      if (position == null) {
        json.skipChildren();
      } else if (value.isStructStart()) {
        throw new IOException("the field " + json.currentName() + " is not a text or a number");
      } else if (value != JsonToken.VALUE_NULL) {
        texts[position] = json.getText();
      }
    }
    return texts;
  }

  private static Map<String, Integer> positions(List<String> fields) {
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      positions.put(fields.get(i), i);
    }
    return positions;
  }
}
