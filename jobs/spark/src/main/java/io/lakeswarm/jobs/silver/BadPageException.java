package io.lakeswarm.jobs.silver;

/** Reports an unusable page; an executor throws it and the driver prints it. */
final class BadPageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadPageException(String location, Exception cause) {
    super("Cannot read the page " + location + ": " + cause.getMessage(), cause);
  }
}
