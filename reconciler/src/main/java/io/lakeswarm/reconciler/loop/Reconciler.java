package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.desired.InvalidDesiredState;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.PassRecord;
import io.lakeswarm.reconciler.status.StatusCalculator;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.DesiredSource;
import io.lakeswarm.reconciler.store.Revision;
import io.lakeswarm.reconciler.store.StatusStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Runs one pass over one resource: read the desired state, observe, plan, apply, report. */
final class Reconciler<O> {
  /**
   * After this time the pass begins no further write: the next one decides on a new observation.
   */
  private static final Duration LONGEST_APPLY = Duration.ofMinutes(1);

  private final Controller<O> controller;
  private final DesiredSource source;
  private final StatusStore status;
  private final RestartWatch restarts;
  private final Clock clock;
  private volatile boolean recheckAsked;

  Reconciler(
      Controller<O> controller,
      DesiredSource source,
      StatusStore status,
      RestartWatch restarts,
      Clock clock) {
    this.controller = controller;
    this.source = source;
    this.status = status;
    this.restarts = restarts;
    this.clock = clock;
  }

  /** Makes the next pass probe at once and verify everything again; starts no pass. */
  void recheck() {
    recheckAsked = true;
  }

  /**
   * Runs the pass. It throws nothing that a controller throws; {@code onWrite} receives each step
   * as it ends.
   */
  PassResult reconcile(Trigger trigger, Consumer<StepResult> onWrite) {
    Instant start = clock.instant();
    RestartWatch.Pass watch = restarts.begin(controller.name());
    List<Condition> news = new ArrayList<>();
    List<StepResult> steps = new ArrayList<>();
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
      if (recheckAsked) {
        controller.recheck();
        recheckAsked = false;
      }
      O observed = controller.observe(revision.state()); //                 reads
      controller.measure(revision.state(), observed); //                    gauges
      watch.looked(controller.liveTasks(observed));
      Plan plan = controller.plan(revision.state(), observed); //           pure
      ApplyReport report = apply(plan, watch, onWrite, steps); //           writes
      news.addAll(
          controller.conditions(revision.state(), observed, plan, report, clock.instant())); // pure
      result =
          PassResult.done(
              plan,
              report,
              controller.differing(plan, observed),
              controller.requeueAfter(revision.state(), observed));
    } catch (InvalidDesiredState e) {
      news.add(
          Condition.isFalse(
              ConditionType.DESIRED_STATE_VALID, "Refused", e.getMessage(), clock.instant()));
      result =
          PassResult.broken(
              new ReconcileException.Stalled(e.getMessage(), e), new ApplyReport(steps));
    } catch (ReconcileException e) {
      news.add(StatusCalculator.failed(controller.condition(), e, clock.instant())); // pure
      result = PassResult.broken(e, new ApplyReport(steps));
    } catch (RuntimeException | Error bug) { // A loop that ended would leave an old True behind.
      ReconcileException.BrokeOff e = bug(bug);
      news = brokeOff(e, number == 0); //                                   pure
      result = PassResult.broken(e, new ApplyReport(steps));
    }
    try {
      status //                                                             store; every exit path
          .report(record(trigger, start, result), news, number, clock.instant())
          .ifPresent(watch::kept);
    } catch (RuntimeException | Error bug) { // The conditions are reported; only the store failed.
      result = PassResult.broken(bug(bug), result.report());
    }
    return result;
  }

  private ReconcileException.BrokeOff bug(Throwable bug) {
    return new ReconcileException.BrokeOff("finish the pass of " + controller.name(), bug);
  }

  /**
   * Returns every condition of this controller, and the desired state's if it could not be read.
   */
  private List<Condition> brokeOff(ReconcileException.BrokeOff bug, boolean unread) {
    Set<ConditionType> types = EnumSet.copyOf(controller.reported());
    if (unread) {
      types.add(ConditionType.DESIRED_STATE_VALID);
    }
    return types.stream().map(type -> StatusCalculator.failed(type, bug, clock.instant())).toList();
  }

  private PassRecord record(Trigger trigger, Instant start, PassResult result) {
    List<StepResult> steps = controller.isBookkeeping() ? List.of() : result.report().results();
    return new PassRecord(
        0,
        controller.name(),
        trigger.kind().text(),
        start,
        Duration.between(start, clock.instant()),
        result.outcome().text(),
        steps.stream().map(PassRecord.StepRecord::of).toList(),
        List.of());
  }

  /** Adds each write to {@code results} as it ends, also when a later one breaks off. */
  private ApplyReport apply(
      Plan plan, RestartWatch.Pass watch, Consumer<StepResult> onWrite, List<StepResult> results) {
    Instant end = clock.instant().plus(LONGEST_APPLY);
    for (Step step : plan.steps()) {
      watch.before(step);
      StepResult result = attempt(step, watch, onWrite, results);
      if (result.outcome() != StepResult.Outcome.APPLIED || clock.instant().isAfter(end)) {
        break; // The later steps rely on this one and on a recent read.
      }
    }
    return new ApplyReport(results);
  }

  private StepResult attempt(
      Step step, RestartWatch.Pass watch, Consumer<StepResult> onWrite, List<StepResult> results) {
    StepResult result = StepResult.failed(step, "It broke off; it may have been written.");
    try {
      result = Objects.requireNonNull(controller.attempt(step));
      return result;
    } finally {
      results.add(result);
      watch.after(result);
      onWrite.accept(result);
    }
  }
}
