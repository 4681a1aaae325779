package io.lakeswarm.jobs.silver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.jobs.cli.JobFailure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final String PAGES =
      "[{\"key\":\"a\",\"rows\":200,\"sha256\":\"x\"},{\"key\":\"b\",\"rows\":3,\"sha256\":\"y\"}]";

  @Test
  void readsACompleteSnapshot() {
    Manifest manifest = parse(json(1, 203, 203, PAGES));
    assertThat(manifest.snapshot()).isEqualTo("abcdef0123456789");
    assertThat(manifest.takenAt()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
    assertThat(manifest.pages()).containsExactly(new PageRef("a", 200), new PageRef("b", 3));
  }

  @Test
  void refusesATotalThatIsNotTheRows() {
    refused(json(1, 203, 8323, PAGES), "203 rows, the API named a total of 8323");
  }

  @Test
  void refusesPagesThatDoNotAddUp() {
    refused(json(1, 200, 200, PAGES), "rows is 200, its pages hold 203");
  }

  @Test
  void refusesAnEmptySnapshot() {
    refused(json(1, 0, 0, "[]"), "would close every brewery");
  }

  @Test
  void refusesWhatIsNoManifest() {
    refused("<html>", "m.json");
    refused("", "not a manifest");
    refused(json(2, 203, 203, PAGES), "not a manifest of format 1");
    refused("{\"format\":1}", "the field pages is missing");
    refused(json(1, 203, 203, PAGES).replace("2026-11-22T", "yesterday "), "yesterday");
  }

  private static Manifest parse(String json) {
    return Manifest.parse("m.json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(String json, String cause) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(JobFailure.class)
        .hasMessageStartingWith("Cannot use the manifest m.json: ")
        .hasMessageContaining(cause);
  }

  private static String json(int format, long rows, long total, String pages) {
    return String.format(
        "{\"format\":%d,\"snapshot\":\"abcdef0123456789\",\"taken_at\":\"2026-11-22T10:00:00Z\","
            + "\"rows\":%d,\"total\":%d,\"pages\":%s}",
        format, rows, total, pages);
  }
}
