package io.lakeswarm.reconciler.airflow;

/** A call that did not end as hoped; the message names the cause and holds no secret. */
final class AirflowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Trouble trouble;

  /** What the caller can do about it. */
  enum Trouble {
    /** Nobody answered: wait, if there is somebody to wait for. */
    AWAY,
    /** The token is no longer taken: sign in anew. */
    SIGNED_OUT,
    /** The password of the user admin is another one: a person must say which. */
    WRONG_PASSWORD,
    /** It answered what the contract does not know. */
    UNEXPECTED
  }

  AirflowException(Trouble trouble, String message) {
    super(message);
    this.trouble = trouble;
  }

  Trouble trouble() {
    return trouble;
  }
}
