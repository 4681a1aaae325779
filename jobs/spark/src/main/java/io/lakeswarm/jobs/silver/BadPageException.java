package io.lakeswarm.jobs.silver;

/** A page cannot be used; thrown on an executor, told to the person by the driver. */
final class BadPageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadPageException(String location, Exception cause) {
    super("Cannot read the page " + location + ": " + cause.getMessage(), cause);
  }
}
