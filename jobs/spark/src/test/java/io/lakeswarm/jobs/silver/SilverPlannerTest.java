package io.lakeswarm.jobs.silver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.jobs.cli.JobFailure;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SilverPlannerTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void appliesTheFirstSnapshot() {
    SilverPlan plan = SilverPlanner.plan(manifest("m1", NOON, 8_323), Optional.empty());
    assertThat(plan.isEmpty()).isFalse();
    assertThat(plan.branch()).isEqualTo("silver_01234567");
  }

  @Test
  void hasNothingToDoForTheAppliedSnapshot() {
    assertThat(SilverPlanner.plan(manifest("m1", NOON, 10), applied("m1", NOON)).isEmpty())
        .isTrue();
  }

  @Test
  void appliesANewerSnapshot() {
    Optional<AppliedSnapshot> before = applied("m1", NOON.minusSeconds(1));
    assertThat(SilverPlanner.plan(manifest("m2", NOON, 10), before).isEmpty()).isFalse();
  }

  @Test
  void refusesAnOlderSnapshotAndASecondOneOfTheSameTime() {
    for (Instant time : new Instant[] {NOON, NOON.plusSeconds(1)}) {
      assertThatThrownBy(() -> SilverPlanner.plan(manifest("m0", NOON, 10), applied("m1", time)))
          .isInstanceOf(JobFailure.class)
          .hasMessageContaining("m0")
          .hasMessageContaining("not newer than the last applied one, m1");
    }
  }

  @Test
  void takesOneTaskForASmallSnapshotAndManyForALargeOne() {
    assertThat(SilverPlanner.plan(manifest("m", NOON, 8_323), Optional.empty()).readTasks())
        .isEqualTo(1);
    SilverPlan large = SilverPlanner.plan(manifest("m", NOON, 832_300), Optional.empty());
    assertThat(large.readTasks()).isEqualTo(17);
    assertThat(large.shufflePartitions()).isEqualTo(17);
  }

  private static Optional<AppliedSnapshot> applied(String manifest, Instant takenAt) {
    return Optional.of(new AppliedSnapshot(manifest, takenAt, 10));
  }

  private static Manifest manifest(String name, Instant takenAt, long rows) {
    return new Manifest(
        name,
        "0123456789abcdef",
        takenAt,
        rows,
        Collections.nCopies((int) (rows / 200 + 1), new PageRef("k", 200)));
  }
}
