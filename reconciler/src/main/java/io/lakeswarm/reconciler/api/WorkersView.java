package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.SparkWorker;
import io.lakeswarm.reconciler.observed.WorkerTask;
import java.util.List;
import java.util.Optional;

/**
 * The Spark workers as the API returns them.
 *
 * @param registered null while the Spark master cannot be read
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record WorkersView(int desired, int running, Integer registered, List<Worker> workers) {

  /** One task that Swarm wants; its cores are null while its worker is not registered. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Worker(
      String task, String node, String host, String state, Integer cores, Integer coresUsed) {

    static Worker of(WorkerTask task, Optional<SparkWorker> worker) {
      return new Worker(
          task.id(),
          task.hostname(),
          task.address(),
          worker.map(w -> w.state().name()).orElse(task.state().name()),
          worker.map(SparkWorker::cores).orElse(null),
          worker.map(SparkWorker::coresUsed).orElse(null));
    }
  }

  static WorkersView of(int desired, ObservedSpark seen) {
    return new WorkersView(
        desired,
        seen.running(),
        seen.master().isKnown() ? seen.master().registered() : null,
        seen.tasks().stream()
            .filter(WorkerTask::wanted)
            .map(task -> Worker.of(task, seen.master().at(task.address())))
            .toList());
  }
}
