package io.lakeswarm.reconciler.error;

import java.time.Duration;
import java.util.Arrays;

/**
 * Why a pass could not be finished. Messages read "Cannot &lt;verb&gt; &lt;object&gt;:
 * &lt;cause&gt;. &lt;what to do&gt;" and hold no secret.
 */
public abstract sealed class ReconcileException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String OURS = "io.lakeswarm.";

  private ReconcileException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Something is on its way (a server is starting): look again after the given time. */
  public static final class Waiting extends ReconcileException {
    private static final long serialVersionUID = 1L;
    private final Duration after;

    /** Waits for {@code after}. */
    public Waiting(String message, Duration after) {
      super(message, null);
      this.after = after;
    }

    /** When to look again. */
    public Duration after() {
      return after;
    }
  }

  /** Only a person can solve it (a wrong password): the condition is False until that happened. */
  public static final class Stalled extends ReconcileException {
    private static final long serialVersionUID = 1L;

    /** Stalls for the reason in {@code message}. */
    public Stalled(String message) {
      super(message, null);
    }

    /** Stalls because of {@code cause}. */
    public Stalled(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** An object changed since it was observed: nothing was written, observe and decide again. */
  public static final class Conflict extends ReconcileException {
    private static final long serialVersionUID = 1L;

    /** Conflicts with the write that {@code message} names. */
    public Conflict(String message) {
      super(message, null);
    }
  }

  /** The world could not be read: nothing is known, so nothing is planned. */
  public static final class Unobservable extends ReconcileException {
    private static final long serialVersionUID = 1L;

    /** Nothing was seen for the reason in {@code message}. */
    public Unobservable(String message) {
      super(message, null);
    }

    /** Nothing was seen because of {@code cause}. */
    public Unobservable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A bug broke the pass off. The exception's own text may hold a secret, so it stays in the log. */
  public static final class BrokeOff extends ReconcileException {
    private static final long serialVersionUID = 1L;

    /** Breaks off because of {@code bug}; {@code what} is the object of "Cannot". */
    public BrokeOff(String what, Throwable bug) {
      super(
          "Cannot "
              + what
              + ": "
              + bug.getClass().getName()
              + place(bug)
              + ". This is a bug; the log has the stack trace (make logs S=reconciler).",
          bug);
    }

    private static String place(Throwable bug) {
      return Arrays.stream(bug.getStackTrace())
          .filter(frame -> frame.getClassName().startsWith(OURS))
          .findFirst()
          .map(frame -> " in " + frame.getFileName() + ":" + frame.getLineNumber())
          .orElse("");
    }
  }
}
