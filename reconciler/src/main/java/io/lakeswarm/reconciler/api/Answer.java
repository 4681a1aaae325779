package io.lakeswarm.reconciler.api;

/** Holds the short answers to a change. */
final class Answer {
  private Answer() {}

  /** The number of the current revision, and whether the request made it. */
  record Change(int revision, boolean changed) {
    static Change between(int before, int after) {
      return new Change(after, after != before);
    }
  }

  /** The operation to follow with {@code GET /operations/<id>}. */
  record Started(String operation) {}

  /** A pass was requested. */
  record Accepted(boolean accepted) {}
}
