package io.lakeswarm.reconciler.nessie;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads a table's {@code metadata.json}, which may be large, without keeping it as a tree. */
final class IcebergMetadata {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<Long, String> manifestLists = new HashMap<>();
  private long current = -1;

  private IcebergMetadata() {}

  /**
   * Returns the location of the newest snapshot's manifest list; empty for a table without
   * snapshots and for a view. Throws when the text is not the metadata of either.
   */
  static Optional<String> manifestList(byte[] text) throws IOException {
    IcebergMetadata metadata = new IcebergMetadata();
    try (JsonParser parser = JSON.createParser(opened(text))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        metadata.field(parser);
      }
    }
    return Optional.ofNullable(metadata.manifestLists.get(metadata.current));
  }

  private void field(JsonParser parser) throws IOException {
    String name = parser.currentName();
    JsonToken value = parser.nextToken();
    if ("current-snapshot-id".equals(name) && value == JsonToken.VALUE_NUMBER_INT) {
      current = parser.getLongValue();
    } else if ("snapshots".equals(name) && value == JsonToken.START_ARRAY) {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        snapshot(parser);
      }
    } else {
      parser.skipChildren();
    }
  }

  private void snapshot(JsonParser parser) throws IOException {
    long id = -1;
    String manifestList = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if ("snapshot-id".equals(name)) {
        id = parser.getLongValue();
      } else if ("manifest-list".equals(name)) {
        manifestList = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
    manifestLists.put(id, manifestList);
  }

  /** Returns the plain stream: a table may have its metadata compressed. */
  private static InputStream opened(byte[] text) throws IOException {
    InputStream plain = new ByteArrayInputStream(text);
    boolean gzip = text.length > 1 && text[0] == 0x1f && text[1] == (byte) 0x8b;
    return gzip ? new GZIPInputStream(plain) : plain;
  }
}
