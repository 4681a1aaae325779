package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.JobService;
import io.lakeswarm.reconciler.observed.ObservedJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Decides which services of jobs are left-overs. Whoever starts a job removes its service; only
 * what nobody removed stays, for example after a power loss of the scheduler.
 */
public final class JobPlanner {
  /** The cause of every removal. */
  public static final String FINISHED = "finished and not removed";

  /** Long enough for a retry to take an ended service over, and for a person to read its log. */
  static final Duration KEPT = Duration.ofMinutes(15);

  /** No job of a DAG is meant to run longer. */
  static final Duration LONGEST = Duration.ofHours(24);

  private static final String STILL_THERE =
      "It may still run, so it stays. End its task in Airflow; if no task waits for it, remove the service.";

  private JobPlanner() {}

  /** One step for each job that ended, and whose service nobody touched for 15 minutes since. */
  public static Plan plan(ObservedJobs observed) {
    List<Step> steps =
        observed.jobs().stream()
            .filter(
                job -> job.idleSince().filter(since -> isOver(since, KEPT, observed)).isPresent())
            .map(JobPlanner::removal)
            .toList();
    return new Plan(steps);
  }

  /** Jobs of Airflow that have not ended 24 hours after they were made. */
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
