package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.metrics.Meters;
import io.lakeswarm.reconciler.plan.Restarts;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.PassRecord;
import io.lakeswarm.reconciler.status.RestartTracker;
import io.lakeswarm.reconciler.status.RestartTracker.Expectation;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.History;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Compares the restarts that steps predicted with the tasks that then ended. It reports to the
 * history and the meters, and logs a warning when a task ended that no step had named.
 */
@ApplicationScoped
class RestartWatch {
  private static final Logger LOG = Logger.getLogger(RestartWatch.class);

  private final RestartTracker ledger = new RestartTracker();
  private final Map<Expectation, Place> places = new ConcurrentHashMap<>();

  /** By service id, the controllers that read services that their own observation leaves out. */
  private final Map<String, String> askers = new ConcurrentHashMap<>();

  private final SwarmReader swarm;
  private final History history;
  private final Meters meters;
  private final Clock clock;

  RestartWatch(SwarmReader swarm, History history, Meters meters, Clock clock) {
    this.swarm = swarm;
    this.history = history;
    this.meters = meters;
    this.clock = clock;
  }

  /** The place of an expectation in the history. */
  private record Place(long sequence, int step) {}

  /** Begins the watch over a pass of this controller. */
  Pass begin(String controller) {
    return new Pass(controller);
  }

  /** The watch over one pass. */
  final class Pass {
    private final String controller;
    private final long begunNanos = System.nanoTime();
    private final Map<Integer, Expectation> expected = new LinkedHashMap<>();
    private Map<String, Set<String>> seen = Map.of();
    private int index = -1;

    private Pass(String controller) {
      this.controller = controller;
    }

    /** Takes the live tasks that the controller observed, by service id. */
    void looked(Map<String, Set<String>> live) {
      seen = live;
      for (String serviceId : ledger.watched()) {
        if (seen.containsKey(serviceId) || controller.equals(askers.get(serviceId))) {
          live(serviceId).ifPresent(tasks -> look(serviceId, tasks, begunNanos));
        }
      }
    }

    /**
     * Returns what the controller observed, else what Swarm returns now; empty when the read fails.
     */
    private Optional<Set<String>> live(String serviceId) {
      try {
        return Optional.of(
            seen.containsKey(serviceId) ? seen.get(serviceId) : swarm.liveTasks(serviceId));
      } catch (ReconcileException e) {
        LOG.debugf("restarts of service %s not observed: %s", serviceId, e.getMessage());
        return Optional.empty();
      }
    }

    /** Opens the expectation of a step before it is applied. */
    void before(Step step) {
      index++;
      step.action().touchedService().ifPresent(id -> expect(id, step));
    }

    private void expect(String serviceId, Step step) {
      if (!seen.containsKey(serviceId)) {
        askers.put(serviceId, controller);
      }
      live(serviceId)
          .map(live -> ledger.expect(serviceId, step.restarts(), live, begunNanos, clock.instant()))
          .ifPresent(expectation -> expected.put(index, expectation));
    }

    /** Updates the expectation after the write; a refused write has changed nothing. */
    void after(StepResult result) {
      Expectation expectation = expected.get(index);
      if (expectation != null && result.outcome() == StepResult.Outcome.REFUSED) {
        ledger.withdraw(expected.remove(index));
      } else if (expectation != null && result.outcome() == StepResult.Outcome.FAILED) {
        expectation.doubt();
      }
    }

    /** Stores the place of the pass in the history. */
    void kept(PassRecord pass) {
      expected.forEach((step, what) -> places.put(what, new Place(pass.sequence(), step)));
    }
  }

  private void look(String serviceId, Set<String> live, long begunNanos) {
    for (RestartTracker.Ended ended : ledger.look(serviceId, live, begunNanos)) {
      String task = ended.taskId();
      if (ended.predicted()
          || history.foretold(task, clock.instant().minus(RestartTracker.LONGEST))) {
        meters.restartedAsPredicted();
      } else {
        meters.restartedUnpredicted();
        LOG.warnf("%s of service %s ended, no plan had said so", Restarts.task(task), serviceId);
      }
    }
    places.forEach(
        (expectation, place) -> {
          if (expectation.serviceId().equals(serviceId)) {
            history.observed(place.sequence(), place.step(), expectation.ended());
          }
        });
    ledger.close(serviceId, clock.instant()).forEach(this::closed);
  }

  private void closed(Expectation expectation) {
    places.remove(expectation);
    if (!expectation.isMet()) {
      LOG.warnf(
          "a step on service %s was to end %d task(s) of %s; ended: %s",
          expectation.serviceId(),
          expectation.predicted().atLeast(),
          expectation.predicted().possible(),
          expectation.ended());
    }
  }
}
