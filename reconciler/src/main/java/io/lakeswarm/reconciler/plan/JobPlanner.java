package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.JobService;
import io.lakeswarm.reconciler.observed.ObservedJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Decides which job services are left over. The starter of a job removes its service. A service
 * stays only when that did not happen, for example after a power loss of the scheduler.
 */
public final class JobPlanner {
  /** The cause of every removal. */
  public static final String FINISHED = "finished and not removed";

  /**
   * How long an ended service is kept: a retry can take it over, and the operator can read its log.
   */
  static final Duration KEPT = Duration.ofMinutes(15);

  /** The longest expected run of a DAG's job. */
  static final Duration LONGEST = Duration.ofHours(24);

  private static final String STILL_THERE =
      "It may still run, so it stays. End its task in Airflow; if no task waits for it, remove the"
          + " service.";

  private JobPlanner() {}

  /** Returns one step for each job that ended and whose service has been idle for 15 minutes. */
  public static Plan plan(ObservedJobs observed) {
    List<Step> steps =
        observed.jobs().stream()
            .filter(
                job -> job.idleSince().filter(since -> isOver(since, KEPT, observed)).isPresent())
            .map(JobPlanner::removal)
            .toList();
    return new Plan(steps);
  }

  /** Returns a note for each Airflow job that has not ended 24 hours after its creation. */
  public static List<PlanNote> notes(ObservedJobs observed) {
    return observed.jobs().stream()
        .filter(job -> job.orchestrated() && job.ended().isEmpty())
        .filter(job -> isOver(job.created(), LONGEST, observed))
        .map(job -> PlanNote.report("job:" + job.name(), age(job, observed), STILL_THERE))
        .toList();
  }

  private static boolean isOver(Instant since, Duration limit, ObservedJobs observed) {
    return Duration.between(since, observed.seenAt()).compareTo(limit) > 0;
  }

  private static String age(JobService job, ObservedJobs observed) {
    return "is " + Duration.between(job.created(), observed.seenAt()).toHours() + " hours old";
  }

  private static Step removal(JobService job) {
    return new Step(
        new JobAction.RemoveJob(job.name(), job.id(), job.version()),
        FINISHED,
        String.valueOf(job.version()),
        Restarts.NONE);
  }
}
