package io.lakeswarm.reconciler.dremio;

/** A call that did not end as hoped; the message names the cause and holds no secret. */
final class DremioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Trouble trouble;

  /** What the caller can do about it. */
  enum Trouble {
    /** Nobody answered: wait, if there is somebody to wait for. */
    AWAY,
    /** It answers, and is not at work yet: wait. */
    STARTING,
    /** The token is no longer taken: look at the door again. */
    SIGNED_OUT,
    /** The password of the first user is another one: a person must say which. */
    WRONG_PASSWORD,
    /** It answered what the contract does not know. */
    UNEXPECTED
  }

  DremioException(Trouble trouble, String message) {
    super(message);
    this.trouble = trouble;
  }

  Trouble trouble() {
    return trouble;
  }
}
