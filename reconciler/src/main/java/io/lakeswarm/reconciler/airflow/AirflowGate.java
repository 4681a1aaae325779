package io.lakeswarm.reconciler.airflow;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.ObservedAirflow;
import io.lakeswarm.reconciler.probe.ProbePace;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets a look happen when its turn has come; names the trouble, and tells a server that does not
 * answer from one that nobody deployed.
 */
final class AirflowGate {
  private final ProbePace pace;
  private final BooleanSupplier deployed;
  private volatile boolean absent;

  /** Asks {@code deployed} only when the server does not answer. */
  AirflowGate(BooleanSupplier deployed, Clock clock) {
    this.pace = new ProbePace(clock);
    this.deployed = deployed;
  }

  /** The result of {@code look}; trouble with a deployed server is a ReconcileException. */
  ObservedAirflow pass(Supplier<ObservedAirflow> look) {
    try {
      pace.awaitTurn();
      ObservedAirflow seen = look.get();
      pace.healthy();
      absent = false;
      return seen;
    } catch (AirflowException e) {
      ReconcileException told = told(e);
      if (absent) {
        return ObservedAirflow.NOT_DEPLOYED;
      }
      throw told;
    } catch (ReconcileException.Unobservable e) {
      if (absent) {
        return ObservedAirflow.NOT_DEPLOYED;
      }
      throw e;
    }
  }

  /** The next look happens without a pause. */
  void tryNow() {
    pace.tryNow();
  }

  private ReconcileException told(AirflowException e) {
    absent = e.trouble() == AirflowException.Trouble.AWAY && !isDeployed();
    return switch (e.trouble()) {
      // Nobody waits for it: a look every few seconds is enough from the start.
      case AWAY, SIGNED_OUT, UNEXPECTED -> pace.unreadable(e.getMessage(), e);
      case WRONG_PASSWORD -> pace.refused(e.getMessage());
    };
  }

  /** Only the kind of trouble hangs on it: a swarm that cannot be read does not say "absent". */
  private boolean isDeployed() {
    try {
      return deployed.getAsBoolean();
    } catch (ReconcileException e) {
      return true;
    }
  }
}
