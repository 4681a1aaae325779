package io.lakeswarm.reconciler.observed;

import java.time.Instant;
import java.util.List;

/** The services of all jobs as they were at {@code seenAt}. */
public record ObservedJobs(List<JobService> jobs, Instant seenAt) {

  /** Takes a copy. */
  public ObservedJobs {
    jobs = List.copyOf(jobs);
  }
}
