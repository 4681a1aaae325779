package io.lakeswarm.reconciler.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.observed.JobService;
import io.lakeswarm.reconciler.observed.ObservedJobs;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the services of jobs, and their tasks. */
final class JobReader {
  /** Only Airflow's operator sets it; {@code lakeswarm.job} itself is on every job. */
  private static final String DAG = "lakeswarm.job.dag";

  private final SwarmReader swarm;
  private final Clock clock;

  JobReader(SwarmReader swarm, Clock clock) {
    this.swarm = swarm;
    this.clock = clock;
  }

  ObservedJobs read() {
    List<JsonNode> services = swarm.jobServices();
    Map<String, List<JsonNode>> tasks =
        swarm
            .tasksOf(services.stream().map(service -> service.path("ID").asText()).toList())
            .stream()
            .collect(Collectors.groupingBy(task -> task.path("ServiceID").asText()));
    List<JobService> jobs =
        services.stream()
            .map(service -> job(service, tasks.getOrDefault(id(service), List.of())))
            .toList();
    return new ObservedJobs(jobs, clock.instant());
  }

  private static JobService job(JsonNode service, List<JsonNode> tasks) {
    return new JobService(
        id(service),
        service.at("/Spec/Name").asText(),
        service.at("/Version/Index").asLong(),
        SwarmReader.time(service.path("CreatedAt")),
        SwarmReader.time(service.path("UpdatedAt")),
        service.path("Spec").path("Labels").has(DAG),
        ended(tasks));
  }

  /**
   * Returns the last end; empty while a task may run: one given up runs until its node confirms its
   * end.
   */
  private static Optional<Instant> ended(Collection<JsonNode> tasks) {
    if (tasks.stream().anyMatch(task -> SwarmReader.state(task).isLive())) {
      return Optional.empty();
    }
    return tasks.stream()
        .map(task -> SwarmReader.time(task.at("/Status/Timestamp")))
        .max(Instant::compareTo);
  }

  private static String id(JsonNode service) {
    return service.path("ID").asText();
  }
}
