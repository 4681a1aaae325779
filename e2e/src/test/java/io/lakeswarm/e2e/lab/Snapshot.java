package io.lakeswarm.e2e.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The breweries of one day; immutable. */
public final class Snapshot {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SAMPLE = "jobs/python/sample/snapshot.json.gz";

  private final ArrayNode rows;

  private Snapshot(ArrayNode rows) {
    this.rows = rows;
  }

  /** Where a snapshot of the real API is, when the machine has one. */
  public static Optional<Path> realFile() {
    return Optional.ofNullable(System.getenv("LAKESWARM_SNAPSHOT"))
        .filter(name -> !name.isBlank())
        .map(Path::of);
  }

  /** The real snapshot where there is one, else the project's own sample. */
  public static Path file() {
    return realFile().orElse(Command.root().resolve(SAMPLE));
  }

  /** Reads a file as the fixture serves it. */
  public static Snapshot read(Path file) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new Snapshot((ArrayNode) JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the snapshot " + file, e);
    }
  }

  /** Number of breweries. */
  public int size() {
    return rows.size();
  }

  /**
   * Another day: the first {@code changed} breweries have a new name, the last {@code removed} are
   * gone, {@code added} new ones are at the end.
   */
  public Snapshot altered(int changed, int removed, int added) {
    ArrayNode next = JSON.createArrayNode();
    for (int i = 0; i < rows.size() - removed; i++) {
      ObjectNode row = rows.get(i).deepCopy();
      next.add(i < changed ? row.put("name", row.path("name").asText() + " & Sons") : row);
    }
    for (int i = 0; i < added; i++) {
      ObjectNode row = rows.get(i).deepCopy();
      next.add(row.put("id", UUID.nameUUIDFromBytes(new byte[] {(byte) i}).toString()));
    }
    return new Snapshot(next);
  }

  /** Writes a file for the fixture. */
  public Path write(Path file) {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (JsonNode row : rows) {
        out.write(row == rows.get(0) ? "[\n".getBytes() : ",\n".getBytes());
        out.write(JSON.writeValueAsBytes(row));
      }
      out.write("\n]\n".getBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
