package io.lakeswarm.e2e.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What became of the jobs of {@link SteadyJobs}.
 *
 * <p>A job is a run of the DAG with its one task. It is <em>done</em> when a try of the task ended
 * as {@code success}: the operator saw the container exit with 0. Tries before may have failed: a
 * retry that ends well repeats the job, as for every job of the platform. It is <em>lost</em> when
 * it is neither done nor still to be started: its run or its task failed, its task hangs or is
 * missing, or no retry followed a failed try.
 *
 * @param jobs in the order in which they were due; a late job is due before it begins
 * @param services names of the services that Swarm made for jobs, in their order; a name that comes
 *     again was made again by a retry
 */
public record SteadyJobsOutcome(List<Job> jobs, List<String> services) {
  private static final String SUCCESS = "success";

  /** States of a task that no try has begun; empty is Airflow's own first state. */
  private static final Set<String> BEFORE_START = Set.of("", "scheduled");

  /**
   * One run of the DAG.
   *
   * @param begun when the scheduler let the run begin, or when it was due if it has not
   * @param runState of the run. The scheduler updates it up to a minute late once the DAG is paused
   * @param state of its task
   * @param tries of its task; 1 also once the first is scheduled
   */
  public record Job(String run, Instant begun, String runState, String state, int tries) {
    boolean isDone() {
      return state.equals(SUCCESS) && !runState.equals("failed");
    }

    /** The DAG was paused before its first try. */
    boolean isToBeStarted() {
      return Set.of("queued", "running").contains(runState)
          && BEFORE_START.contains(state)
          && tries <= 1;
    }
  }

  /** Returns the jobs that came to a good end. */
  public List<Job> done() {
    return jobs.stream().filter(Job::isDone).toList();
  }

  /** Returns the jobs that began, or should have, and came to no good end. */
  public List<Job> lost() {
    return jobs.stream().filter(job -> !job.isDone() && !job.isToBeStarted()).toList();
  }

  /** Returns the jobs that came to a good end by a retry. */
  public List<Job> repeated() {
    return done().stream().filter(job -> job.tries() > 1).toList();
  }

  /** Returns the jobs that came to a good end and began in a time, its end excluded. */
  public List<Job> done(Instant from, Instant to) {
    return done().stream()
        .filter(job -> !job.begun().isBefore(from) && job.begun().isBefore(to))
        .toList();
  }

  /** Returns the longest time between the begins of two jobs that came to a good end. */
  public Duration longestPause() {
    List<Instant> begun = done().stream().map(Job::begun).sorted().toList();
    return IntStream.range(1, begun.size())
        .mapToObj(i -> Duration.between(begun.get(i - 1), begun.get(i)))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
