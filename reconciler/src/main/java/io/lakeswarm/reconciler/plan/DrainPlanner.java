package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.RecordedDrain;
import io.lakeswarm.reconciler.observed.SparkWorker;
import io.lakeswarm.reconciler.observed.TaskState;
import io.lakeswarm.reconciler.observed.WorkerService;
import io.lakeswarm.reconciler.observed.WorkerTask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the workers to drain. A victim is always on a node with the most copies left, so that
 * Swarm removes its slot once it has completed. Idle workers drain together, busy ones one at a
 * time: a draining worker moves its blocks to peers that must not be draining themselves.
 */
final class DrainPlanner {
  private final ObservedSpark observed;
  private final WorkerService service;
  private final List<Slot> slots;
  private final int excess;
  private final Set<String> draining = new HashSet<>();
  private boolean busyOne;

  /**
   * Creates a planner; {@code excess} is the number of surplus live slots, negative when some are
   * missing.
   */
  DrainPlanner(ObservedSpark observed, WorkerService service, List<Slot> slots, int excess) {
    this.observed = observed;
    this.service = service;
    this.slots = slots;
    this.excess = excess;
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>(recordedOnes());
    while (draining.size() < excess) {
      Optional<Candidate> chosen = next();
      if (chosen.isEmpty()) {
        break;
      }
      WorkerTask task = chosen.get().task();
      boolean idle = chosen.get().worker().coresUsed() == 0;
      draining.add(task.id());
      busyOne |= !idle;
      steps.add(Step.of(new SparkAction.RecordDrain(task, idle), SparkPlanner.EXCESS));
      steps.add(drainStep(task.id(), task.address(), SparkPlanner.EXCESS));
    }
    return steps;
  }

  /**
   * Returns the steps for recorded drains. A drain that Spark has received cannot be taken back, so
   * it counts before one that is only recorded.
   */
  private List<Step> recordedOnes() {
    Map<String, RecordedDrain> notDecommissioned = new LinkedHashMap<>();
    observed.openDrains().stream()
        .sorted(Comparator.comparing(RecordedDrain::since).thenComparing(RecordedDrain::taskId))
        .forEach(drain -> notDecommissioned.put(drain.taskId(), drain));
    for (Slot slot : slots) {
      slot.tasks().stream()
          .filter(WorkerTask::isRunning)
          .forEach(task -> countDecommissioned(task, notDecommissioned));
    }
    List<Step> steps = new ArrayList<>();
    for (RecordedDrain drain : notDecommissioned.values()) {
      boolean idle =
          observed.master().at(drain.address()).map(w -> w.coresUsed() == 0).orElse(true);
      boolean stale = drain.idle() && !idle; // It was chosen for being idle and got work since.
      if (stale || draining.size() >= excess) {
        steps.add(
            Step.of(
                new SparkAction.ForgetDrain(drain, SparkAction.End.REVOKED), SparkPlanner.REVOKED));
        continue;
      }
      draining.add(drain.taskId());
      if (idle || !busyOne) {
        steps.add(drainStep(drain.taskId(), drain.address(), SparkPlanner.RECORDED));
      }
      busyOne |= !idle;
    }
    return steps;
  }

  /**
   * Counts the drain of {@code task} when Spark has received it: the master lists the worker as
   * decommissioned, or no longer lists it although its drain was recorded.
   */
  private void countDecommissioned(WorkerTask task, Map<String, RecordedDrain> notDecommissioned) {
    Optional<SparkWorker> worker = observed.master().at(task.address());
    boolean decommissioned =
        worker.filter(w -> w.state() == SparkWorker.State.DECOMMISSIONED).isPresent();
    if (decommissioned || worker.isEmpty() && notDecommissioned.containsKey(task.id())) {
      RecordedDrain recorded = notDecommissioned.remove(task.id());
      draining.add(task.id());
      // The master's core count is frozen once the worker drains, so the record counts.
      busyOne |= recorded != null ? !recorded.idle() : worker.get().coresUsed() > 0;
    }
  }

  private record Candidate(WorkerTask task, SparkWorker worker) {}

  private Optional<Candidate> next() {
    Map<String, Integer> copies = new HashMap<>();
    for (Slot slot : slots) {
      if (!slot.node().isEmpty()
          && !slot.isCompleted()
          && !draining.contains(slot.tasks().get(0).id())) {
        copies.merge(slot.node(), 1, Integer::sum);
      }
    }
    int most = copies.isEmpty() ? 0 : Collections.max(copies.values());
    return slots.stream()
        .filter(slot -> slot.isRunning() && copies.getOrDefault(slot.node(), 0) == most)
        .map(slot -> slot.tasks().get(0))
        .filter(task -> !draining.contains(task.id()) && task.state() == TaskState.RUNNING)
        .flatMap(
            task -> observed.master().at(task.address()).stream().map(w -> new Candidate(task, w)))
        .filter(candidate -> candidate.worker().state() == SparkWorker.State.ALIVE)
        .filter(candidate -> !busyOne || candidate.worker().coresUsed() == 0)
        .min(
            Comparator.comparingInt((Candidate candidate) -> candidate.worker().coresUsed())
                .thenComparing(candidate -> candidate.task().slot(), Comparator.reverseOrder()));
  }

  private Step drainStep(String taskId, String address, String cause) {
    return new Step(
        new SparkAction.DrainWorker(service.id(), taskId, address),
        cause,
        "",
        List.of(Restarts.task(taskId)));
  }
}
