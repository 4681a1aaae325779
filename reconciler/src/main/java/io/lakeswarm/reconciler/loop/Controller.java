package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

  /**
   * Looks at the resource and writes nothing. Each call inside has its own deadline; a failed read
   * throws {@link io.lakeswarm.reconciler.error.ReconcileException}, it is never "absent".
   */
  O observe(DesiredState desired);

  /** Decides; pure, deterministic, empty when nothing differs. */
  Plan plan(DesiredState desired, O observed);

  /**
   * Does the one write of {@code step} and decides nothing; returns, rather than throws, failures.
   */
  StepResult apply(Step step);

  /**
   * Says what is known after the pass; pure. The time of the last transition and the revision are
   * filled in by the caller.
   */
  List<Condition> conditions(DesiredState desired, O observed, ApplyReport report, Instant now);

  /** When to look again although nothing woke the loop; empty = at the next resync. Pure. */
  default Optional<Duration> requeueAfter(DesiredState desired, O observed) {
    return Optional.empty();
  }

  /**
   * Says whether a Docker event of this type ({@code service}, {@code node}, {@code config}) for
   * this kit service (short name, empty when it is none) should wake the controller.
   */
  default boolean wakesOn(String eventType, String service) {
    return "service".equals(eventType);
  }

  /** A part that could not be read and that the next step may depend on; empty when all was. */
  default Optional<String> waitsFor(O observed) {
    return Optional.empty();
  }

  /**
   * True when the controller only keeps books, so that its steps are nothing a plan should show.
   */
  default boolean isBookkeeping() {
    return false;
  }
}
