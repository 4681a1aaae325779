package io.lakeswarm.spark.cores;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Explains in one line why the master granted an application no executor. */
final class WaitReason {
  private static final int NAMED = 3;
  private static final String MORE_WORKERS =
      " The job continues when cores are free. For more workers: PUT /api/v1/spark/workers.";

  private WaitReason() {}

  /**
   * Returns the reason from the master's page ({@code /json/}); empty when an executor was granted
   * and only has to start.
   *
   * @param executorCores cores of one executor
   */
  static Optional<String> of(JsonNode page, String appId, int executorCores) {
    List<JsonNode> apps = elements(page.path("activeapps"));
    Optional<JsonNode> own = apps.stream().filter(app -> isApp(app, appId)).findFirst();
    if (own.isPresent() && own.get().path("cores").asInt() > 0) {
      return Optional.empty();
    }
    List<JsonNode> workers =
        elements(page.path("workers")).stream()
            .filter(worker -> worker.path("state").asText().equals("ALIVE"))
            .toList();
    if (workers.isEmpty()) {
      return Optional.of(
          "Waiting for cores: no worker is registered with the Spark master. See 'make status'.");
    }
    int cores = sum(workers, "cores");
    String free =
        "Waiting for cores: %d of %d cores free"
            .formatted(cores - sum(workers, "coresused"), cores);
    long memory = own.map(app -> app.path("memoryperexecutor").asLong()).orElse(0L);
    List<JsonNode> open =
        workers.stream().filter(worker -> coresFree(worker) >= executorCores).toList();
    if (open.isEmpty()) {
      return Optional.of(free + "; " + holders(apps) + "." + MORE_WORKERS);
    }
    if (open.stream().noneMatch(worker -> worker.path("memoryfree").asLong() >= memory)) {
      return Optional.of(
          free
              + ", but no worker has "
              + memory
              + " MB of memory left for an executor. Lower spark.executor.memory, or give workers"
              + " more (SPARK_WORKER_MEMORY).");
    }
    return Optional.of(
        free
            + ", and the Spark master has not granted one yet. If this lasts, see 'make logs"
            + " S=spark-master'.");
  }

  private static String holders(List<JsonNode> apps) {
    List<JsonNode> holding =
        apps.stream()
            .filter(app -> app.path("cores").asInt() > 0)
            .sorted(Comparator.comparingInt(app -> -app.path("cores").asInt()))
            .toList();
    if (holding.isEmpty()) {
      return "no application holds any";
    }
    String named =
        holding.stream()
            .limit(NAMED)
            .map(
                app ->
                    "%s (%s) holds %d"
                        .formatted(
                            app.path("name").asText(),
                            app.path("id").asText(),
                            app.path("cores").asInt()))
            .collect(Collectors.joining(", "));
    return holding.size() > NAMED
        ? named + ", " + (holding.size() - NAMED) + " more hold the rest"
        : named;
  }

  private static boolean isApp(JsonNode app, String id) {
    return app.path("id").asText().equals(id);
  }

  private static int coresFree(JsonNode worker) {
    return worker.path("cores").asInt() - worker.path("coresused").asInt();
  }

  private static int sum(List<JsonNode> workers, String field) {
    return workers.stream().mapToInt(worker -> worker.path(field).asInt()).sum();
  }

  private static List<JsonNode> elements(JsonNode array) {
    List<JsonNode> all = new ArrayList<>();
    array.forEach(all::add);
    return all;
  }
}
