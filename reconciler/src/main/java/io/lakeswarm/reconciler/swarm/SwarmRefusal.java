package io.lakeswarm.reconciler.swarm;

/** The engine answered and said no to one request; nothing was changed by it. */
public final class SwarmRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  /** The refusals callers can do something about. */
  public enum Reason {
    /** There is no such object. */
    NOT_FOUND,
    /** An object of that name exists. */
    NAME_TAKEN,
    /** The object has another version by now. */
    OUT_OF_SEQUENCE,
    /** The request itself is wrong. */
    INVALID
  }

  SwarmRefusal(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
