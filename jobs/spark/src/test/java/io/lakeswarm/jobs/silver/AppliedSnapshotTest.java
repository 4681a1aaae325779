package io.lakeswarm.jobs.silver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AppliedSnapshotTest {
  @Test
  void survivesAsTableProperties() {
    AppliedSnapshot applied = new AppliedSnapshot("m", Instant.parse("2026-11-22T12:00:00Z"), 7);
    assertThat(AppliedSnapshot.from(applied.asProperties())).hasValue(applied);
  }

  @Test
  void isAbsentFromANewTable() {
    assertThat(AppliedSnapshot.from(Map.of("format-version", "2"))).isEmpty();
  }
}
