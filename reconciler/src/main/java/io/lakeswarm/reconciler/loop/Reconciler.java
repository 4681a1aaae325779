package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.desired.InvalidDesiredState;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.StatusCalculator;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.DesiredSource;
import io.lakeswarm.reconciler.store.Revision;
import io.lakeswarm.reconciler.store.StatusStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One pass over one resource: what is wanted, what is there, what to do, do it, say what is known.
 */
final class Reconciler<O> {
  private final Controller<O> controller;
  private final DesiredSource source;
  private final StatusStore status;
  private final Clock clock;

  Reconciler(Controller<O> controller, DesiredSource source, StatusStore status, Clock clock) {
    this.controller = controller;
    this.source = source;
    this.status = status;
    this.clock = clock;
  }

  /** Never throws {@link ReconcileException}; {@code onWrite} hears of each step as it ends. */
  PassResult reconcile(Consumer<StepResult> onWrite) {
    List<Condition> news = new ArrayList<>();
    int number = 0;
    PassResult result;
    try {
      Revision revision = source.current(); //                              store; unreadable: wait
      number = revision.number();
      news.add(
          Condition.isTrue(
              ConditionType.DESIRED_STATE_VALID,
              "Accepted",
              "The desired state is valid.",
              clock.instant()));
      O observed = controller.observe(revision.state()); //                 reads
      Plan plan = controller.plan(revision.state(), observed); //           pure
      ApplyReport report = apply(plan, onWrite); //                         writes
      news.addAll(
          controller.conditions(revision.state(), observed, report, clock.instant())); // pure
      result = PassResult.done(plan, report, controller.requeueAfter(revision.state(), observed));
    } catch (InvalidDesiredState e) {
      news.add(
          Condition.isFalse(
              ConditionType.DESIRED_STATE_VALID, "Refused", e.getMessage(), clock.instant()));
      result = PassResult.broken(new ReconcileException.Stalled(e.getMessage(), e));
    } catch (ReconcileException e) {
      news.add(StatusCalculator.failed(controller.condition(), e, clock.instant())); // pure
      result = PassResult.broken(e);
    }
    status.report(news, number, clock.instant()); //                        store; every exit path
    return result;
  }

  private ApplyReport apply(Plan plan, Consumer<StepResult> onWrite) {
    List<StepResult> results = new ArrayList<>();
    for (Step step : plan.steps()) {
      StepResult result = controller.apply(step);
      onWrite.accept(result);
      results.add(result);
      if (result.outcome() != StepResult.Outcome.APPLIED) {
        break; // The later steps count on this one.
      }
    }
    return new ApplyReport(results);
  }
}
