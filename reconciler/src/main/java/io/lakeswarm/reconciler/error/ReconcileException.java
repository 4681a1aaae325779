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

  /** Something is in progress, such as a server start: retry after the given time. */
  public static final class Waiting extends ReconcileException {
    private static final long serialVersionUID = 1L;
    private final Duration after;

    /** Requests a retry after {@code after}. */
    public Waiting(String message, Duration after) {
      super(message, null);
      this.after = after;
    }

    /** Returns the wait before the retry. */
    public Duration after() {
      return after;
    }
  }

  /** Only the operator can fix it, such as a wrong password: the condition is False until then. */
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

  /** The resource could not be read: nothing is known, so nothing is planned. */
  public static final class Unobservable extends ReconcileException {
    private static final long serialVersionUID = 1L;

    /** Reports a failed read for the reason in {@code message}. */
    public Unobservable(String message) {
      super(message, null);
    }

    /** Reports a failed read because of {@code cause}. */
    public Unobservable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * A bug broke the pass off. The exception's own text may hold a secret, so only the log has it.
   */
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
