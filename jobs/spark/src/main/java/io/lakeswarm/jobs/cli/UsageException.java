package io.lakeswarm.jobs.cli;

/** The command line is wrong; the message says where. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The part of the sentence after "Cannot start the job: ". */
  public UsageException(String message) {
    super(message);
  }
}
