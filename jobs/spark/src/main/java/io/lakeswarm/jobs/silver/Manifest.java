package io.lakeswarm.jobs.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakeswarm.jobs.cli.JobFailure;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A complete snapshot of the API, as ingest wrote it. Complete is checked: the pages' rows add up
 * to {@code rows}, and that is the total the API named; and there is at least one row.
 *
 * @param name the manifest's file name; names sort by time
 * @param snapshot the hash of the content
 */
public record Manifest(
    String name, String snapshot, Instant takenAt, long rows, List<PageRef> pages) {
  private static final int FORMAT = 1;

  /**
   * Reads a manifest.
   *
   * @throws JobFailure when it is not one, or names a snapshot that is not complete
   */
  public static Manifest parse(String name, byte[] content) {
    try {
      JsonNode json = JsonMapper.builder().build().readTree(content);
      if (json == null || json.path("format").asInt() != FORMAT) {
        throw refused(name, "it is not a manifest of format " + FORMAT);
      }
      List<PageRef> pages = new ArrayList<>();
      for (JsonNode page : required(name, json, "pages")) {
        pages.add(
            new PageRef(
                required(name, page, "key").asText(), required(name, page, "rows").asLong()));
      }
      Manifest manifest =
          new Manifest(
              name,
              required(name, json, "snapshot").asText(),
              Instant.parse(required(name, json, "taken_at").asText()),
              required(name, json, "rows").asLong(),
              List.copyOf(pages));
      manifest.requireComplete(required(name, json, "total").asLong());
      return manifest;
    } catch (IOException | DateTimeException e) {
      throw refused(name, e.getMessage());
    }
  }

  private void requireComplete(long total) {
    long inPages = pages.stream().mapToLong(PageRef::rows).sum();
    if (rows != total) {
      throw refused(name, "it holds " + rows + " rows, the API named a total of " + total);
    }
    if (inPages != rows) {
      throw refused(name, "its field rows is " + rows + ", its pages hold " + inPages);
    }
    if (rows == 0) {
      throw refused(name, "it is empty, and would close every brewery");
    }
  }

  private static JsonNode required(String name, JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      throw refused(name, "the field " + field + " is missing");
    }
    return value;
  }

  private static JobFailure refused(String name, String cause) {
    return new JobFailure(
        "Cannot use the manifest "
            + name
            + ": "
            + cause
            + ". Run ingest again; main is untouched.");
  }
}
