package io.lakeswarm.e2e.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.e2e.lab.Airflow;
import io.lakeswarm.e2e.lab.Breweries;
import io.lakeswarm.e2e.lab.Lab;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What Airflow adds to a job: from the trigger to its container, from its end to the task's
 * success.
 */
final class JobOverhead {
  private static final String DAG = "breweries_hourly";
  private static final Duration RUN = Duration.ofMinutes(5);

  private final Lab lab;
  private final Airflow airflow;

  /** Seconds, one value a run. */
  record Seconds(List<Double> toContainer, List<Double> toSuccess) {}

  JobOverhead(Platform platform) {
    this.lab = platform.lab();
    this.airflow = new Airflow(platform);
  }

  /** Runs the ingest this many times, one after the other. All clocks are this host's. */
  Seconds measure(int runs) {
    Seconds all = new Seconds(new ArrayList<>(), new ArrayList<>());
    try (Breweries api = new Breweries(Snapshot.file())) {
      for (int i = 0; i < runs; i++) {
        Instant triggered = Instant.now();
        String run = airflow.trigger(DAG, Map.of("brewery_api", api.url()));
        await(run)
            .atMost(RUN)
            .pollInterval(Duration.ofMillis(500))
            .until(() -> state(run).equals("success"));
        Instant ended = Instant.parse(airflow.tasks(DAG, run).get(0).path("end_date").asText());
        all.toContainer().add(between(triggered, event("start", triggered)));
        all.toSuccess().add(between(event("die", triggered), ended));
      }
    }
    return all;
  }

  private String state(String run) {
    JsonNode found = airflow.read("dags/" + DAG + "/dagRuns/" + run);
    return found.path("state").asText();
  }

  /** When an engine saw this of the job's container. */
  private Instant event(String kind, Instant since) {
    for (Node node : Node.ALL) {
      String found =
          lab.docker(
                  node,
                  "events",
                  "--since",
                  String.valueOf(since.getEpochSecond()),
                  "--until",
                  String.valueOf(Instant.now().getEpochSecond() + 1),
                  "--filter",
                  "type=container",
                  "--filter",
                  "event=" + kind,
                  "--format",
                  "{{.TimeNano}} {{index .Actor.Attributes \"com.docker.swarm.service.name\"}}")
              .orThrow()
              .out();
      for (String line : found.lines().filter(it -> it.contains("breweries")).toList()) {
        long nanos = Long.parseLong(line.split(" ")[0]);
        return Instant.ofEpochSecond(0, nanos);
      }
    }
    throw new IllegalStateException(
        "No engine saw the job's container " + kind + " since " + since);
  }

  private static double between(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }
}
