package io.lakeswarm.jobs.silver;

/**
 * Joins the messages of a failure and its causes; an executor's failure reaches the driver as text.
 */
final class TraceText {
  private TraceText() {}

  static String of(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
    }
    return text.toString();
  }
}
