package io.lakeswarm.jobs.silver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes snapshots as ingest does. */
final class BronzeFixture {
  private final Path root;
  private int written;

  BronzeFixture(Path root) {
    this.root = root;
  }

  /** The options of a run on these files. */
  SilverOptions options() {
    return SilverOptions.parse(List.of("--bronze", root.toUri().toString()));
  }

  SilverOptions options(Path manifest) {
    return SilverOptions.parse(
        List.of("--bronze", root.toUri().toString(), "--manifest", manifest.toUri().toString()));
  }

  /** Writes a complete snapshot, two rows a page. */
  Path snapshot(String day, List<String> lines) throws IOException {
    return snapshot(day, lines, 2, 0);
  }

  /** Writes a snapshot whose manifest names this many rows more than its last page holds. */
  Path snapshot(String day, List<String> lines, int pageSize, int missing) throws IOException {
    List<String> pages = new ArrayList<>();
    for (int start = 0; start < lines.size(); start += pageSize) {
      List<String> page = lines.subList(start, Math.min(start + pageSize, lines.size()));
      boolean last = start + pageSize >= lines.size();
      pages.add(write(page, last ? missing : 0));
    }
    int rows = lines.size() + missing;
    String manifest =
        String.format(
            "{\"format\":1,\"snapshot\":\"%08x%056d\",\"taken_at\":\"2026-11-%sT10:00:00Z\","
                + "\"rows\":%d,\"total\":%d,\"pages\":[%s]}",
            lines.hashCode(), 0, day, rows, rows, String.join(",", pages));
    Path file =
        root.resolve("bronze/breweries/_snapshots/202611" + day + "T100000Z-" + written + ".json");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, manifest);
  }

  private String write(List<String> lines, int missing) throws IOException {
    String key = "bronze/breweries/page-" + written++ + ".json.gz";
    Files.createDirectories(root.resolve(key).getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(root.resolve(key)))) {
      for (String line : lines) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return String.format(
        "{\"key\":\"%s\",\"rows\":%d,\"sha256\":\"-\"}", key, lines.size() + missing);
  }
}
