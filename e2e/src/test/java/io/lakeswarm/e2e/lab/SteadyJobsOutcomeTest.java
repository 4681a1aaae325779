package io.lakeswarm.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.SteadyJobsOutcome.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SteadyJobsOutcomeTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "success, success, 1",
    "success, success, 3",
    // The scheduler has not looked at the run since the DAG was paused.
    "running, success, 1",
  })
  void aJobIsDoneByItsTask(String run, String task, int tries) {
    SteadyJobsOutcome outcome = of(job(0, run, task, tries));
    assertThat(outcome.done()).hasSize(1);
    assertThat(outcome.lost()).isEmpty();
    assertThat(outcome.repeated()).hasSize(tries > 1 ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "failed, failed, 3",
    "failed, success, 1",
    "failed, '', 0",
    "running, failed, 3",
    "running, running, 1",
    "running, queued, 1",
    "running, up_for_retry, 1",
    // A scheduler that took the task over, and was to start its second try.
    "running, scheduled, 2",
    "running, missing, 0",
    "success, skipped, 1",
  })
  void everythingElseIsLost(String run, String task, int tries) {
    SteadyJobsOutcome outcome = of(job(0, run, task, tries));
    assertThat(outcome.lost()).hasSize(1);
    assertThat(outcome.done()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"queued, '', 0", "running, '', 0", "running, scheduled, 1"})
  void aJobThatThePauseKeptFromStartingIsNone(String run, String task, int tries) {
    SteadyJobsOutcome outcome = of(job(0, run, task, tries));
    assertThat(outcome.lost()).isEmpty();
    assertThat(outcome.done()).isEmpty();
  }

  @Test
  void timesAreThoseOfJobsThatEndedWell() {
    SteadyJobsOutcome outcome =
        of(
            job(0, "success", "success", 1),
            job(5, "failed", "failed", 3),
            job(35, "success", "success", 2),
            job(40, "success", "success", 1));
    assertThat(outcome.longestPause()).isEqualTo(Duration.ofSeconds(35));
    assertThat(outcome.done(NOON, NOON.plusSeconds(40))).hasSize(2);
    assertThat(outcome.done(NOON.plusSeconds(40), Instant.MAX)).hasSize(1);
  }

  @Test
  void withoutJobsThereIsNoPause() {
    assertThat(of().longestPause()).isZero();
  }

  private static SteadyJobsOutcome of(Job... jobs) {
    return new SteadyJobsOutcome(List.of(jobs), List.of());
  }

  private static Job job(int second, String run, String task, int tries) {
    return new Job("run " + second, NOON.plusSeconds(second), run, task, tries);
  }
}
