package io.lakeswarm.jobs.cli;

/** Reports a wrong command line; the message names the argument. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes the part of the sentence after "Cannot start the job: ". */
  public UsageException(String message) {
    super(message);
  }
}
