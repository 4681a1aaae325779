package io.lakeswarm.reconciler.nessie;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakeswarm.reconciler.probe.ProbePace;
import java.time.Clock;
import org.projectnessie.client.http.HttpClientException;
import org.projectnessie.client.rest.NessieServiceException;
import org.projectnessie.error.BaseNessieClientServerException;
import org.projectnessie.error.NessieBackendThrottledException;
import org.projectnessie.error.NessieRuntimeException;
import org.projectnessie.error.NessieUnavailableException;

/** Lets a look at the catalog happen when its turn has come; names the trouble. */
final class NessieGate {
  /** The catalog is asked for its branches by one controller and for its tables by another. */
  private static final int SHARERS = 2;

  private final String server;
  private final ProbePace pace;

  NessieGate(String server, Clock clock) {
    this.server = server;
    this.pace = new ProbePace(clock, SHARERS);
  }

  /** One look; its exceptions are those of the client. */
  @FunctionalInterface
  interface Look<T> {
    T look() throws BaseNessieClientServerException;
  }

  /** The next look asks the server, however lately it was in trouble. */
  void tryNow() {
    pace.tryNow();
  }

  /** The result of {@code look}; trouble with the catalog is a ReconcileException. */
  <T> T pass(Look<T> look) {
    pace.awaitTurn();
    try {
      T seen = look.look();
      pace.healthy();
      return seen;
    } catch (HttpClientException
        | NessieServiceException
        | NessieUnavailableException
        | NessieBackendThrottledException e) {
      throw pace.waiting(trouble("read the catalog", e));
    } catch (BaseNessieClientServerException | NessieRuntimeException | UnreadableAnswer e) {
      throw pace.unreadable(trouble("read the catalog", e), e);
    }
  }

  /** A sentence with cause and remedy that stays the same while the trouble does. */
  String trouble(String what, Exception e) {
    return "Cannot "
        + what
        + ": Nessie at "
        + server
        + " "
        + told(e)
        + ". Look at the tasks of the services nessie and nessie-postgres.";
  }

  private static String told(Exception trouble) {
    if (trouble instanceof HttpClientException) {
      Throwable root = trouble;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return (root instanceof JsonProcessingException
              ? "answered what is not its JSON ("
              : "did not answer (")
          + root.getClass().getSimpleName() + ")";
    }
    if (trouble instanceof UnreadableAnswer) {
      return "answered " + trouble.getMessage();
    }
    // A server error's own text carries an identifier that is new each time.
    return trouble instanceof NessieServiceException answered
        ? "answered " + answered.getError().getStatus() + " " + answered.getError().getReason()
        : "answered: " + trouble.getMessage();
  }
}
