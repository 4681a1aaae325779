package io.lakeswarm.jobs.cli;

/** Reports that a job cannot start or continue. The message is one line: what, why, what to do. */
public final class JobFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure whose message is enough; no trace is printed. */
  public JobFailure(String message) {
    super(message);
  }

  /** A failure with a cause whose trace is printed. */
  public JobFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
