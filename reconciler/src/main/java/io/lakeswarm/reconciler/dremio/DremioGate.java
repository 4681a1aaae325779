package io.lakeswarm.reconciler.dremio;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.ObservedDremio;
import io.lakeswarm.reconciler.probe.ProbePace;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets a look at the engine happen when its turn has come; names the trouble, and tells an engine
 * that does not answer from one that nobody deployed.
 */
final class DremioGate {
  private final ProbePace pace;
  private final BooleanSupplier deployed;
  private volatile boolean absent;

  /** Asks {@code deployed} only when the engine does not answer. */
  DremioGate(BooleanSupplier deployed, Clock clock) {
    this.pace = new ProbePace(clock);
    this.deployed = deployed;
  }

  /** The result of {@code look}; trouble with a deployed engine is a ReconcileException. */
  ObservedDremio pass(Supplier<ObservedDremio> look) {
    try {
      pace.awaitTurn();
      ObservedDremio seen = look.get();
      pace.healthy();
      absent = false;
      return seen;
    } catch (DremioException e) {
      ReconcileException told = told(e);
      if (absent) {
        return ObservedDremio.NOT_DEPLOYED;
      }
      throw told;
    } catch (ReconcileException.Waiting e) {
      if (absent) {
        return ObservedDremio.NOT_DEPLOYED;
      }
      throw e;
    }
  }

  /** The next look happens without a pause. */
  void tryNow() {
    pace.tryNow();
  }

  private ReconcileException told(DremioException e) {
    absent = e.trouble() == DremioException.Trouble.AWAY && !isDeployed();
    return switch (e.trouble()) {
      case AWAY, STARTING -> pace.waiting(e.getMessage());
      case WRONG_PASSWORD -> pace.refused(e.getMessage());
      case SIGNED_OUT, UNEXPECTED -> pace.unreadable(e.getMessage(), e);
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
