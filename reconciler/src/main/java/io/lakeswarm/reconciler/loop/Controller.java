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
import io.lakeswarm.reconciler.swarm.SwarmRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One resource the reconciler keeps. Every CDI bean ({@code @ApplicationScoped}) of this type gets
 * a thread of its own; its methods are never called by two passes at once, but {@code GET /plan}
 * may call {@link #observe} and {@link #plan} beside a pass, so they keep no state between them.
 *
 * @param <O> what one look at the resource sees; immutable
 */
public interface Controller<O> {

  /** A constant lower-case name such as {@code spark-workers}; it is a metric label. */
  String name();

  /** The condition that says whether the resource is as desired; a failed pass sets it. */
  ConditionType condition();

  /** Every condition that a pass sets, {@link #condition} included. */
  default Set<ConditionType> reported() {
    return Set.of(condition());
  }

  /**
   * Looks at the resource and writes nothing. Each call inside has its own deadline; a failed read
   * throws {@link ReconcileException}, it is never "absent".
   */
  O observe(DesiredState desired);

  /** Decides; pure, deterministic, empty when nothing differs. */
  Plan plan(DesiredState desired, O observed);

  /**
   * Does the one write of {@code step} and decides nothing. Throws {@link
   * ReconcileException.Conflict} when the object changed since it was
   * observed, another {@link ReconcileException} when the write
   * failed.
   */
  void apply(Step step);

  /** Returns how the write of {@code step} ended: the one place where exceptions become a result. */
  default StepResult attempt(Step step) {
    try {
      apply(step);
      return StepResult.applied(step);
    } catch (SwarmRefusal e) {
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
   * @param plan what {@link #plan} returned for the same look
   */
  List<Condition> conditions(
      DesiredState desired, O observed, Plan plan, ApplyReport report, Instant now);

  /** Sets the gauges that show the last look of a pass; a dry run never calls it. */
  default void measure(DesiredState desired, O observed) {}

  /** When to look again although nothing woke the loop; empty = at the next resync. Pure. */
  default Optional<Duration> requeueAfter(DesiredState desired, O observed) {
    return Optional.empty();
  }

  /**
   * Called before a pass, on its thread, when the operator asked for it: the pass probes its server
   * without a pause and verifies again what was verified by use.
   */
  default void recheck() {}

  /**
   * Says whether an event of this type ({@code service}, {@code node}, {@code config}, {@code
   * status}) for this kit service (short name, empty when it is none) should wake the controller.
   */
  default boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType);
  }

  /** What a plan should show beside its steps: what waits, and what differs and is left. Pure. */
  default List<PlanNote> notes(DesiredState desired, O observed) {
    return List.of();
  }

  /** The resources that are not as they should be, by the name they have in metrics. Pure. */
  default Set<String> differing(Plan plan, O observed) {
    return plan.onlyRemembers() ? Set.of() : Set.of(name());
  }

  /**
   * The live tasks this look saw, by service id, of services its steps may touch; for a touched
   * service that is not here Swarm is asked. Pure.
   */
  default Map<String, Set<String>> liveTasks(O observed) {
    return Map.of();
  }

  /**
   * True when the controller only keeps books, so that its steps are nothing a plan should show.
   */
  default boolean isBookkeeping() {
    return false;
  }
}
