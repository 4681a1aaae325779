package io.lakeswarm.jobs.silver;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Turns a brewery's texts, as the API gave them, into a cleaned row: trimmed, empty to NULL,
 * coordinates to finite doubles or NULL, and the hash of all of it. Not thread-safe.
 */
final class BreweryRow {
  private static final int ID = SilverTable.FIELDS.indexOf("id");
  private static final int LONGITUDE = SilverTable.FIELDS.indexOf("longitude");
  private static final int LATITUDE = SilverTable.FIELDS.indexOf("latitude");

  private final RowHash hash = new RowHash();
  private long badCoordinates;

  /** Returns the number of coordinates so far that were neither empty nor a finite number. */
  long badCoordinates() {
    return badCoordinates;
  }

  /**
   * Returns the cleaned row.
   *
   * @param texts one a field, in the order of {@link SilverTable#FIELDS}; NULL where absent
   * @throws IllegalArgumentException when it has no id
   */
  Row clean(String[] texts) {
    Object[] values = new Object[texts.length + 1];
    for (int i = 0; i < texts.length; i++) {
      String text = stripped(texts[i]);
      if (i == LONGITUDE || i == LATITUDE) {
        Double coordinate = coordinate(text);
        hash.addNumber(coordinate);
        values[i] = coordinate;
      } else {
        hash.addText(text);
        values[i] = text;
      }
    }
    if (values[ID] == null) {
      throw new IllegalArgumentException("a row has no id");
    }
    values[texts.length] = hash.finish();
    return RowFactory.create(values);
  }

  private static String stripped(String text) {
    if (text == null) {
      return null;
    }
    String stripped = text.strip();
    return stripped.isEmpty() ? null : stripped;
  }

  private Double coordinate(String text) {
    if (text == null) {
      return null;
    }
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value) && isPlain(text)) {
        return value + 0.0; // -0.0 and 0.0 are one place
      }
    } catch (NumberFormatException notANumber) {
      return unusable();
    }
    return unusable();
  }

  private Double unusable() {
    badCoordinates++;
    return null;
  }

  /** Java also reads "1d" and "0x1p3"; a coordinate is written in digits. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
