package io.lakeswarm.jobs.cli;

/** Prints the job's progress on stderr, one line for each step. */
public final class Progress {
  private final String job;

  /** Lines begin with the job's name. */
  public Progress(String job) {
    this.job = job;
  }

  /** Prints one line. */
  public void say(String format, Object... values) {
    System.err.println(job + ": " + String.format(format, values));
  }
}
