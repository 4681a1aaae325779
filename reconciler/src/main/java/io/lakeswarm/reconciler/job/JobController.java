package io.lakeswarm.reconciler.job;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.loop.Controller;
import io.lakeswarm.reconciler.observed.ObservedJobs;
import io.lakeswarm.reconciler.plan.JobAction;
import io.lakeswarm.reconciler.plan.JobPlanner;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.PlanNote;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.swarm.ServiceWriter;
import io.lakeswarm.reconciler.swarm.SwarmClient;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Removes the services of jobs that ended without being removed. */
@ApplicationScoped
public class JobController implements Controller<ObservedJobs> {
  private final JobReader reader;
  private final SwarmClient swarm;

  /** Reads by way of {@code reader}, removes by way of {@code swarm}. */
  public JobController(SwarmReader reader, SwarmClient swarm, Clock clock) {
    this.reader = new JobReader(reader, clock);
    this.swarm = swarm;
  }

  @Override
  public String name() {
    return "jobs";
  }

  /**
   * Returns SwarmReachable: left-overs do no harm, and unreadable services mean an unreadable
   * Swarm.
   */
  @Override
  public ConditionType condition() {
    return ConditionType.SWARM_REACHABLE;
  }

  @Override
  public ObservedJobs observe(DesiredState desired) {
    return reader.read();
  }

  @Override
  public Plan plan(DesiredState desired, ObservedJobs observed) {
    return JobPlanner.plan(observed);
  }

  @Override
  public List<PlanNote> notes(DesiredState desired, ObservedJobs observed) {
    return JobPlanner.notes(observed);
  }

  /** Returns nothing: a left-over is not a difference from what is desired. */
  @Override
  public Set<String> differing(Plan plan, ObservedJobs observed) {
    return Set.of();
  }

  @Override
  public void apply(Step step) {
    ((JobAction) step.action()).accept(job -> ServiceWriter.remove(swarm, job.id(), job.version()));
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedJobs observed, Plan plan, ApplyReport report, Instant now) {
    return List.of();
  }

  /**
   * Returns false: only time makes a left-over, so the resync is soon enough, and a busy day of
   * jobs wakes no loop.
   */
  @Override
  public boolean wakesOn(String eventType, String service) {
    return false;
  }
}
