package io.lakeswarm.reconciler.nessie;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakeswarm.reconciler.probe.ProbeInterval;
import io.lakeswarm.reconciler.probe.ServerFailure;
import io.lakeswarm.reconciler.probe.ServerFailure.Kind;
import io.lakeswarm.reconciler.probe.ServerGate;
import java.time.Clock;
import java.util.Optional;
import org.projectnessie.client.http.HttpClientException;
import org.projectnessie.client.rest.NessieServiceException;
import org.projectnessie.error.BaseNessieClientServerException;
import org.projectnessie.error.NessieBackendThrottledException;
import org.projectnessie.error.NessieRuntimeException;
import org.projectnessie.error.NessieUnavailableException;

/** Maps the exceptions of the Nessie client. */
final class NessieFailures implements ServerGate.Failures {
  /** One controller reads the catalog for its branches, another for its tables. */
  private static final int SHARERS = 2;

  private final String server;

  private NessieFailures(String server) {
    this.server = server;
  }

  static <T> ServerGate<T> gate(String server, Clock clock) {
    return ServerGate.required(new ProbeInterval(clock, SHARERS), new NessieFailures(server));
  }

  @Override
  public Optional<ServerFailure> of(String what, Exception thrown) {
    if (thrown instanceof HttpClientException
        || thrown instanceof NessieServiceException
        || thrown instanceof NessieUnavailableException
        || thrown instanceof NessieBackendThrottledException) {
      return Optional.of(failure(Kind.STARTING, what, thrown));
    }
    return thrown instanceof BaseNessieClientServerException
            || thrown instanceof NessieRuntimeException
            || thrown instanceof UnreadableAnswer
        ? Optional.of(failure(Kind.UNEXPECTED, what, thrown))
        : Optional.empty();
  }

  /**
   * Returns the failure; its sentence changes only with the cause, because each change is stored.
   */
  private ServerFailure failure(Kind kind, String what, Exception thrown) {
    return new ServerFailure(
        kind,
        "Cannot "
            + (what.equals(ServerGate.READ) ? "read the catalog" : what)
            + ": Nessie at "
            + server
            + " "
            + answer(thrown)
            + ". Look at the tasks of the services nessie and nessie-postgres.");
  }

  private static String answer(Exception thrown) {
    if (thrown instanceof HttpClientException) {
      Throwable root = thrown;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return (root instanceof JsonProcessingException
              ? "answered what is not its JSON ("
              : "did not answer (")
          + root.getClass().getSimpleName()
          + ")";
    }
    if (thrown instanceof UnreadableAnswer) {
      return "answered " + thrown.getMessage();
    }
    // A server error's own text carries an identifier that is new each time.
    return thrown instanceof NessieServiceException answered
        ? "answered " + answered.getError().getStatus() + " " + answered.getError().getReason()
        : "answered: " + thrown.getMessage();
  }
}
