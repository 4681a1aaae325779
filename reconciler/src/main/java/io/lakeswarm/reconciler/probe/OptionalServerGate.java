package io.lakeswarm.reconciler.probe;

import io.lakeswarm.reconciler.error.ReconcileException;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets a look at a server that a platform can be without happen when its turn has come; names the
 * trouble, and tells a server that does not answer from one that nobody deployed.
 *
 * @param <T> what is seen
 */
public final class OptionalServerGate<T> {
  private final ProbePace pace;
  private final Patience patience;
  private final T notDeployed;
  private final BooleanSupplier deployed;
  private volatile boolean absent;

  /** What waits for a server that does not answer. */
  public enum Patience {
    /** Work to be done there: it is asked again soon. */
    WORK,
    /** Nothing: a look every few seconds is enough from the start. */
    NOTHING
  }

  /** Asks {@code deployed} only when the server does not answer. */
  public OptionalServerGate(
      Patience patience, T notDeployed, BooleanSupplier deployed, Clock clock) {
    this.pace = new ProbePace(clock);
    this.patience = patience;
    this.notDeployed = notDeployed;
    this.deployed = deployed;
  }

  /** The result of {@code look}; trouble with a deployed server is a ReconcileException. */
  public T pass(Supplier<T> look) {
    try {
      pace.awaitTurn();
    } catch (ReconcileException early) {
      return absentOr(early);
    }
    try {
      T seen = look.get();
      pace.healthy();
      absent = false;
      return seen;
    } catch (ServerTrouble e) {
      absent = e.kind() == ServerTrouble.Kind.AWAY && !isDeployed();
      return absentOr(told(e));
    }
  }

  /** The next look happens without a pause. */
  public void tryNow() {
    pace.tryNow();
  }

  private T absentOr(ReconcileException trouble) {
    if (absent) {
      return notDeployed;
    }
    throw trouble;
  }

  private ReconcileException told(ServerTrouble e) {
    return switch (e.kind()) {
      case AWAY ->
          patience == Patience.WORK
              ? pace.waiting(e.getMessage())
              : pace.unreadable(e.getMessage(), e);
      case STARTING -> pace.waiting(e.getMessage());
      case WRONG_PASSWORD -> pace.refused(e.getMessage());
      case SIGNED_OUT, UNEXPECTED -> pace.unreadable(e.getMessage(), e);
    };
  }

  /** A swarm that cannot be read does not say "absent". */
  private boolean isDeployed() {
    try {
      return deployed.getAsBoolean();
    } catch (ReconcileException e) {
      return true;
    }
  }
}
