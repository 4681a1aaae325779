package io.lakeswarm.reconciler.loop;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.metrics.Meters;
import io.lakeswarm.reconciler.observed.LastPass;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.LastPasses;
import io.lakeswarm.reconciler.store.StatusStore;
import io.lakeswarm.reconciler.store.StepLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Logs and meters what passes do: one line for each write, one for each pass that mattered. */
@ApplicationScoped
class PassListener {
  private static final Logger AUDIT = Logger.getLogger("lakeswarm.audit");
  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  private final Meters meters;
  private final StatusStore status;
  private final StepLog steps;
  private final LastPasses passes;
  private final Clock clock;
  private final Map<String, String> lastCause = new ConcurrentHashMap<>();

  PassListener(Meters meters, StatusStore status, StepLog steps, LastPasses passes, Clock clock) {
    this.meters = meters;
    this.status = status;
    this.steps = steps;
    this.passes = passes;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  Map<ConditionType, Condition> before() {
    return status.conditions();
  }

  /** Records that a write ended. */
  void wrote(String pass, String controller, Trigger trigger, StepResult result) {
    meters.step(result);
    steps.add(controller, result, clock.instant());
    if (result.outcome() == StepResult.Outcome.APPLIED && trigger.seenNanos() != 0) {
      meters.reacted(Duration.ofNanos(System.nanoTime() - trigger.seenNanos()));
    }
    AUDIT.infof(
        "who=reconciler pass=%s step=\"%s\" result=%s%s",
        pass,
        result.step(),
        result.outcome(),
        result.detail().isEmpty() ? "" : " detail=\"" + result.detail() + "\"");
  }

  /**
   * Records how a pass ended, after its conditions were reported; operations wait for this record.
   */
  void looked(Controller<?> controller, Instant began, PassResult result) {
    Condition reported = status.conditions().get(controller.condition());
    LastPass.Verdict verdict = LastPass.Verdict.UNFINISHED;
    if (result.failure().filter(ReconcileException.Stalled.class::isInstance).isPresent()) {
      verdict = LastPass.Verdict.STALLED;
    } else if (result.failure().isEmpty()
        && reported != null
        && reported.status() == ConditionStatus.TRUE) {
      verdict = LastPass.Verdict.AS_DESIRED;
    }
    String message =
        result
            .failure()
            .map(Throwable::getMessage)
            .orElseGet(() -> reported == null ? "" : reported.message());
    passes.ended(controller.name(), new LastPass(began, verdict, message));
  }

  /** Meters and logs the end of a pass; a failure with the same cause is not reported again. */
  void ended(
      String pass,
      String controller,
      PassResult result,
      Duration took,
      Map<ConditionType, Condition> before) {
    String outcome = result.outcome().text();
    meters.pass(controller, outcome, took);
    meters.recovered(before, status.conditions(), clock.instant());
    String line = "pass=" + pass + " outcome=" + outcome + " ms=" + took.toMillis();
    String cause = result.failure().map(Throwable::getMessage).orElse("");
    boolean known = cause.equals(lastCause.put(controller, cause));
    if (result.outcome() == PassResult.Outcome.BROKE_OFF && !known) {
      LOG.errorf(result.failure().orElseThrow(), "%s cause=\"%s\"", line, cause);
    } else if (!cause.isEmpty() && !known) {
      LOG.warnf("%s cause=\"%s\"", line, cause);
    } else if (!result.plan().isEmpty()) {
      LOG.infof("%s steps=%d", line, result.plan().steps().size());
    } else {
      LOG.debug(line);
    }
  }

  /** Counts a resource that was as desired and no longer is. */
  void drifted(String resource) {
    meters.driftDetected(resource);
  }
}
