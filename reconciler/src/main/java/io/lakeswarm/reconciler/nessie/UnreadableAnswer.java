package io.lakeswarm.reconciler.nessie;

import org.projectnessie.client.http.HttpClientException;
import org.projectnessie.client.rest.NessieServiceException;
import org.projectnessie.error.BaseNessieClientServerException;
import org.projectnessie.error.NessieRuntimeException;

/** The server sent what its client cannot read: no body, a page, or JSON of another shape. */
final class UnreadableAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private UnreadableAnswer(RuntimeException cause) {
    super("what is not its JSON (" + cause.getClass().getSimpleName() + ")", cause);
  }

  /** One call; its checked exceptions are those of the client. */
  @FunctionalInterface
  interface Call<T, E extends BaseNessieClientServerException> {
    T make() throws E;
  }

  /**
   * Returns the result of {@code call}. The client reads answers unchecked, so an odd one throws
   * any runtime exception; it becomes an {@link UnreadableAnswer}.
   */
  static <T, E extends BaseNessieClientServerException> T orResult(Call<T, E> call) throws E {
    try {
      return call.make();
    } catch (HttpClientException | NessieServiceException | NessieRuntimeException known) {
      throw known;
    } catch (RuntimeException odd) {
      throw new UnreadableAnswer(odd);
    }
  }
}
