package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.WorkersSpec;
import io.lakeswarm.reconciler.observed.ObservedSpark;
import io.lakeswarm.reconciler.observed.RecordedDrain;
import io.lakeswarm.reconciler.observed.SparkWorker;
import io.lakeswarm.reconciler.observed.WorkerService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans how the number of Spark workers reaches the desired one. It never writes a smaller number
 * of replicas unless every slot that Swarm might then remove is completed or never held an
 * executor.
 */
public final class SparkPlanner {

  /** Fewer replicas than desired. */
  public static final String BELOW = "replicas below desired";

  /** More replicas than desired, and no executor needs the slots that go. */
  public static final String ABOVE = "replicas above desired";

  /** A drained worker still fills a slot. */
  public static final String COMPLETED = "completed worker fills a slot";

  /** More workers than desired: one must drain first. */
  public static final String EXCESS = "workers above desired";

  /** Swarm has not reached its own replica count, and continues only after another write. */
  public static final String UNFINISHED = "swarm left its last change unfinished";

  /** The decision was stored, but the drain was not sent to Spark yet. */
  public static final String RECORDED = "drain recorded";

  /** The worker of a stored decision has ended. */
  public static final String ENDED = "drained worker ended";

  /** The worker of a stored decision is needed again, and its drain was never sent. */
  public static final String REVOKED = "drain no longer needed";

  private final WorkersSpec desired;
  private final ObservedSpark observed;
  private final WorkerService service;
  private final List<Slot> slots;
  private final RemovalOrder order;

  private SparkPlanner(WorkersSpec desired, ObservedSpark observed, WorkerService service) {
    this.desired = desired;
    this.observed = observed;
    this.service = service;
    this.slots = Slot.of(observed, service);
    this.order = RemovalOrder.of(slots);
  }

  /**
   * Returns the plan; empty when the service does not exist, because the reconciler creates no
   * services.
   */
  public static Plan plan(WorkersSpec desired, ObservedSpark observed) {
    return observed
        .service()
        .map(service -> new SparkPlanner(desired, observed, service).plan())
        .orElse(Plan.EMPTY);
  }

  /**
   * Returns true when the Swarm side alone decides the next step, so the Spark master is not read.
   */
  public static boolean isDecidedBySwarm(WorkersSpec desired, ObservedSpark observed) {
    return plan(desired, observed).steps().stream()
        .anyMatch(step -> step.action() instanceof SparkAction.ScaleWorkers);
  }

  private Plan plan() {
    Optional<Step> scale = scale();
    List<Step> steps = new ArrayList<>();
    scale.ifPresent(steps::add);
    if (scale.isEmpty()) {
      steps.addAll(drains());
    }
    for (RecordedDrain drain : observed.drains()) {
      if (!observed.openDrains().contains(drain)) {
        steps.add(Step.of(new SparkAction.ForgetDrain(drain, SparkAction.End.ENDED), ENDED));
      }
    }
    return new Plan(steps);
  }

  private Optional<Step> scale() {
    int replicas = service.replicas();
    if (slots.size() > replicas && (completed() > 0 || replicas >= desired.replicas())) {
      // Swarm has not finished the last change, so its order is not settled. A completed slot that
      // it has yet to remove still counts: a scale-up now would start nothing.
      return reminder();
    }
    if (replicas < desired.replicas()) {
      return Optional.of(scaleTo(desired.replicas(), BELOW, 0));
    }
    if (replicas == desired.replicas() && slots.stream().anyMatch(s -> s.tasks().isEmpty())) {
      return reminder();
    }
    int removable = removable();
    if (removable > 0) {
      int to = replicas - removable;
      Set<Slot> victims = order.victims(removable).possible();
      boolean completed = victims.stream().anyMatch(Slot::isCompleted);
      return Optional.of(scaleTo(to, completed ? COMPLETED : ABOVE, removable));
    }
    if (live() < desired.replicas() && completed() > 0) {
      // The completed slot is not the one Swarm would remove, so one more slot adds the capacity.
      int to = desired.replicas() + completed();
      return to > replicas ? Optional.of(scaleTo(to, COMPLETED, 0)) : Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * Returns a step that writes the same replicas again. When a task changes while Swarm removes it,
   * Swarm drops the removal ("update out of sequence"). It retries only at the next write.
   */
  private Optional<Step> reminder() {
    int replicas = service.replicas();
    int left = Math.max(0, slots.size() - replicas);
    return service.overdue() && order.victims(left).possible().stream().allMatch(this::isHarmless)
        ? Optional.of(scaleTo(replicas, UNFINISHED, left))
        : Optional.empty();
  }

  /**
   * Returns the largest number of slots that can go without harm and without taking needed
   * capacity.
   */
  private int removable() {
    int excess = slots.size() - desired.replicas();
    for (int count = Math.min(excess + completed(), slots.size()); count > 0; count--) {
      RemovalOrder.Victims victims = order.victims(count);
      long unstarted = victims.possible().stream().filter(slot -> !slot.isCompleted()).count();
      boolean keepsCapacity =
          unstarted == 0 || live() - Math.min(unstarted, count) >= desired.replicas();
      if (keepsCapacity && victims.possible().stream().allMatch(this::isHarmless)) {
        return count;
      }
    }
    return 0;
  }

  private boolean isHarmless(Slot slot) {
    return slot.isCompleted() || slot.isBeforeStart() || startsWithoutExecutor(slot);
  }

  /**
   * Returns true when the slot does not run and its workers use no cores. A task with a failing or
   * slow health check is "starting" while its worker may already hold an executor.
   */
  private boolean startsWithoutExecutor(Slot slot) {
    return !slot.isRunning()
        && observed.master().isKnown()
        && slot.tasks().stream()
            .allMatch(
                task ->
                    observed.master().at(task.address()).map(SparkWorker::coresUsed).orElse(0)
                        == 0);
  }

  private int live() {
    return slots.size() - completed();
  }

  private int completed() {
    return (int) slots.stream().filter(Slot::isCompleted).count();
  }

  private List<Step> drains() {
    // A slot that Swarm is about to remove by itself is no reason to drain another one.
    boolean shrinking = slots.size() > service.replicas() && !service.overdue();
    boolean unclear =
        shrinking || service.updating() || slots.stream().anyMatch(Slot::isBeingReplaced);
    if (!observed.master().isKnown() || unclear) {
      return List.of();
    }
    return new DrainPlanner(observed, service, slots, live() - desired.replicas()).steps();
  }

  private Step scaleTo(int to, String cause, int removed) {
    SparkAction action =
        new SparkAction.ScaleWorkers(service.id(), service.replicas(), to, service.version());
    return new Step(
        action, cause, String.valueOf(service.version()), order.victims(removed).restarts());
  }
}
