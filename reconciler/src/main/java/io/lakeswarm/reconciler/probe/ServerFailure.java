package io.lakeswarm.reconciler.probe;

/** A call that did not end as hoped; the message names the cause and holds no secret. */
public final class ServerFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What the caller can do about it. */
  public enum Kind {
    /** Nobody answered: wait, if there is somebody to wait for. */
    AWAY,
    /** It answers, and is not at work yet: wait. */
    STARTING,
    /** The token is no longer taken: sign in anew. */
    SIGNED_OUT,
    /** The password is another one: a person must say which. */
    WRONG_PASSWORD,
    /** It answered what the contract does not know. */
    UNEXPECTED
  }

  /** Of this kind, with a sentence that names cause and remedy. */
  public ServerFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Its kind. */
  public Kind kind() {
    return kind;
  }
}
