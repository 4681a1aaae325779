package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.observed.JobService;
import io.lakeswarm.reconciler.observed.ObservedJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobPlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  private static Instant ago(Duration age) {
    return NOW.minus(age);
  }

  private static JobService ended(Duration ended, Duration changed) {
    Instant created = ago(Duration.ofDays(3));
    return new JobService("id", "job", 7, created, ago(changed), true, Optional.of(ago(ended)));
  }

  private static JobService live(Duration age, boolean orchestrated) {
    return new JobService("id", "job", 7, ago(age), ago(age), orchestrated, Optional.empty());
  }

  private static ObservedJobs seen(JobService... jobs) {
    return new ObservedJobs(List.of(jobs), NOW);
  }

  @Test
  void whatEndedLongerThanAQuarterOfAnHourAgoIsRemoved() {
    Plan plan = JobPlanner.plan(seen(ended(Duration.ofMinutes(16), Duration.ofHours(1))));
    assertThat(plan).hasToString("remove-job job:job @7 # finished and not removed");
  }

  @Test
  void whatEndedJustNowStays() {
    ObservedJobs jobs = seen(ended(Duration.ofMinutes(15), Duration.ofHours(1)));
    assertThat(JobPlanner.plan(jobs).isEmpty()).isTrue();
  }

  @Test
  void whatSomebodyTookOverSinceStays() {
    ObservedJobs jobs = seen(ended(Duration.ofHours(2), Duration.ofMinutes(1)));
    assertThat(JobPlanner.plan(jobs).isEmpty()).isTrue();
  }

  @Test
  void whatMayRunIsNeverRemovedAndReportedAfterADay() {
    ObservedJobs jobs = seen(live(Duration.ofHours(26), true));
    assertThat(JobPlanner.plan(jobs).isEmpty()).isTrue();
    assertThat(JobPlanner.notes(jobs))
        .singleElement()
        .extracting(PlanNote::toString)
        .asString()
        .startsWith("report job:job is 26 hours old # It may still run");
  }

  @Test
  void aYoungJobOrOneThatAirflowDidNotMakeIsNotReported() {
    ObservedJobs jobs = seen(live(Duration.ofHours(24), true), live(Duration.ofDays(9), false));
    assertThat(JobPlanner.notes(jobs)).isEmpty();
  }
}
