package io.lakeswarm.reconciler.probe;

/** A failed call to a server; the message names the cause and holds no secret. */
public final class ServerFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What the caller can do about it. */
  public enum Kind {
    /** The server did not answer: wait, if its service exists. */
    AWAY,
    /** It answers but is not ready yet: wait. */
    STARTING,
    /** The token is no longer accepted: sign in again. */
    SIGNED_OUT,
    /** The password is wrong: the operator must supply the right one. */
    WRONG_PASSWORD,
    /** Its answer is not part of the contract. */
    UNEXPECTED
  }

  /** Creates a failure of this kind, with a sentence that names cause and remedy. */
  public ServerFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Returns its kind. */
  public Kind kind() {
    return kind;
  }
}
