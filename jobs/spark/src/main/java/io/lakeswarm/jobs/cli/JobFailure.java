package io.lakeswarm.jobs.cli;

/** The job was refused or cannot go on; the message says what, why and what to do, on one line. */
public final class JobFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal that needs no further trace. */
  public JobFailure(String message) {
    super(message);
  }

  /** A failure whose origin is worth a trace. */
  public JobFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
