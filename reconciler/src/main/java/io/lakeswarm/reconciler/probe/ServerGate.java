package io.lakeswarm.reconciler.probe;

import io.lakeswarm.reconciler.error.ReconcileException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Guards one server. It reads the server no more often than the probe interval allows, and turns
 * the failures of the server's client into {@link ReconcileException}.
 *
 * @param <T> the value of one read
 */
public final class ServerGate<T> {
  /** The name of a read for {@link Failures}. */
  public static final String READ = "read";

  private final ProbeInterval interval;
  private final Failures failures;
  private final Patience patience;
  private final Optional<Absence<T>> absence;
  private volatile boolean absent;

  /** What waits for a server that does not answer. */
  public enum Patience {
    /** Work waits: the server is probed again soon. */
    WORK,
    /** Nothing: one probe every few seconds is enough from the start. */
    NOTHING
  }

  /** What the exceptions of a client mean. */
  @FunctionalInterface
  public interface Failures {
    /** For a client that throws {@link ServerFailure} itself. */
    Failures OF_CLIENT = (what, thrown) -> Optional.empty();

    /**
     * Returns the failure that {@code thrown} stands for; empty when it is not the server's.
     *
     * @param what the object of "Cannot", such as {@code create branch:main}
     */
    Optional<ServerFailure> of(String what, Exception thrown);
  }

  /** One call with the exceptions of its client. */
  @FunctionalInterface
  public interface Call<R> {
    /** Calls. */
    R call() throws Exception;
  }

  /** One write with the exceptions of its client. */
  @FunctionalInterface
  public interface Write {
    /** Writes. */
    void write() throws Exception;
  }

  /**
   * The case that a platform runs without the server.
   *
   * @param seen the observation in that case
   * @param deployed whether its service exists; called only when the server does not answer
   */
  public record Absence<T>(T seen, BooleanSupplier deployed) {}

  private ServerGate(
      ProbeInterval interval, Failures failures, Patience patience, Optional<Absence<T>> absence) {
    this.interval = interval;
    this.failures = failures;
    this.patience = patience;
    this.absence = absence;
  }

  /** Returns the gate of a server that every platform has. */
  public static <T> ServerGate<T> required(ProbeInterval interval, Failures failures) {
    return new ServerGate<>(interval, failures, Patience.WORK, Optional.empty());
  }

  /** Returns the gate of a server that a platform may run without. */
  public static <T> ServerGate<T> optional(Clock clock, Patience patience, Absence<T> absence) {
    return new ServerGate<>(
        new ProbeInterval(clock), Failures.OF_CLIENT, patience, Optional.of(absence));
  }

  /**
   * Returns the result of {@code look}; a failure of the server is a {@link ReconcileException}.
   */
  public T pass(Call<T> look) {
    try {
      interval.awaitTurn();
    } catch (ReconcileException early) {
      return absentOr(early);
    }
    try {
      T seen = call(READ, look);
      interval.healthy();
      absent = false;
      return seen;
    } catch (ServerFailure e) {
      absent = e.kind() == ServerFailure.Kind.AWAY && isNotDeployed();
      return absentOr(translated(e));
    }
  }

  /** Writes at once; a failure of the server is a {@link ReconcileException.Unobservable}. */
  public void write(String what, Write write) {
    try {
      call(
          what,
          () -> {
            write.write();
            return null;
          });
    } catch (ServerFailure e) {
      throw new ReconcileException.Unobservable(e.getMessage(), e);
    }
  }

  /** Allows the next read at once. */
  public void tryNow() {
    interval.tryNow();
  }

  private <R> R call(String what, Call<R> call) {
    try {
      return call.call();
    } catch (ServerFailure | ReconcileException e) {
      throw e;
    } catch (Exception e) {
      throw failures.of(what, e).orElseThrow(() -> unexpected(e));
    }
  }

  /** Returns the exception for a bug, which breaks the pass off. */
  private static RuntimeException unexpected(Exception e) {
    return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
  }

  private T absentOr(ReconcileException failure) {
    if (absent) {
      return absence.orElseThrow().seen();
    }
    throw failure;
  }

  private ReconcileException translated(ServerFailure e) {
    return switch (e.kind()) {
      case AWAY ->
          patience == Patience.WORK
              ? interval.waiting(e.getMessage())
              : interval.unreadable(e.getMessage(), e);
      case STARTING -> interval.waiting(e.getMessage());
      case WRONG_PASSWORD -> interval.refused(e.getMessage());
      case SIGNED_OUT, UNEXPECTED -> interval.unreadable(e.getMessage(), e);
    };
  }

  /** Returns true when the service does not exist; false when the swarm cannot be read. */
  private boolean isNotDeployed() {
    try {
      return absence.isPresent() && !absence.get().deployed().getAsBoolean();
    } catch (ReconcileException e) {
      return false;
    }
  }
}
