package io.lakeswarm.jobs.cli;

/** Tells the person who watches what the job does now; one line a step, on stderr. */
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
