package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.PlanNote;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.swarm.DockerRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reconciles one resource. Every CDI bean ({@code @ApplicationScoped}) of this type gets its own
 * thread. Two passes never call its methods at once. {@code GET /plan} may call {@link #observe}
 * and {@link #plan} during a pass, so they keep no state between them.
 *
 * @param <O> the value of one observation; immutable
 */
public interface Controller<O> {

  /** Returns a constant lower-case name such as {@code spark-workers}; it is a metric label. */
  String name();

  /**
   * Returns the condition that reports whether the resource is as desired; a failed pass sets it.
   */
  ConditionType condition();

  /** Returns every condition that a pass sets, {@link #condition} included. */
  default Set<ConditionType> reported() {
    return Set.of(condition());
  }

  /**
   * Reads the resource and writes nothing. Each call inside has its own deadline. A failed read
   * throws {@link ReconcileException}; it never counts as "absent".
   */
  O observe(DesiredState desired);

  /** Returns the steps to take; pure, deterministic, empty when nothing differs. */
  Plan plan(DesiredState desired, O observed);

  /**
   * Performs the one write of {@code step} and decides nothing. Throws {@link
   * ReconcileException.Conflict} when the object changed since it was observed, another {@link
   * ReconcileException} when the write failed.
   */
  void apply(Step step);

  /** Returns how the write of {@code step} ended; only here exceptions become a result. */
  default StepResult attempt(Step step) {
    try {
      apply(step);
      return StepResult.applied(step);
    } catch (DockerRefusal e) {
      return e.of(step);
    } catch (ReconcileException.Conflict e) {
      return StepResult.refused(step, e.getMessage());
    } catch (ReconcileException e) {
      return StepResult.failed(step, e.getMessage());
    }
  }

  /**
   * Returns the conditions after the pass; pure. The caller fills in the time of the last
   * transition and the revision.
   *
   * @param plan what {@link #plan} returned for the same observation
   */
  List<Condition> conditions(
      DesiredState desired, O observed, Plan plan, ApplyReport report, Instant now);

  /** Sets the gauges that show the last observation of a pass; a dry run never calls it. */
  default void measure(DesiredState desired, O observed) {}

  /**
   * Returns when to run the next pass if nothing wakes the loop; empty = at the next resync. Pure.
   */
  default Optional<Duration> requeueAfter(DesiredState desired, O observed) {
    return Optional.empty();
  }

  /**
   * Prepares a pass that the operator requested; called before the pass, on its thread. The pass
   * probes its server at once and verifies again what was verified before.
   */
  default void recheck() {}

  /**
   * Returns true when an event should wake the controller.
   *
   * @param eventType {@code service}, {@code node}, {@code config} or {@code status}
   * @param service short name of the kit service; empty when it is none
   */
  default boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType);
  }

  /** Returns what a plan shows beside its steps: what waits, and what differs and is left. Pure. */
  default List<PlanNote> notes(DesiredState desired, O observed) {
    return List.of();
  }

  /** Returns the resources that are not as desired, by their name in metrics. Pure. */
  default Set<String> differing(Plan plan, O observed) {
    return plan.onlyRemembers() ? Set.of() : Set.of(name());
  }

  /**
   * Returns the live tasks of this observation by service id, for services that its steps may
   * touch. A touched service that is missing here is read from Swarm. Pure.
   */
  default Map<String, Set<String>> liveTasks(O observed) {
    return Map.of();
  }

  /**
   * Returns true when the controller only maintains records, so that plans do not show its steps.
   */
  default boolean isBookkeeping() {
    return false;
  }
}
