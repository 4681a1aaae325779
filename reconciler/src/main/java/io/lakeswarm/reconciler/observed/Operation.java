package io.lakeswarm.reconciler.observed;

import java.time.Instant;
import java.util.List;

/**
 * Something a person asked for.
 *
 * @param kind {@code scale-spark-workers}
 * @param from the number before, {@code to} the number asked for
 * @param reason why it was asked for; may be empty
 * @param outcome why it ended as it did; empty while it runs
 * @param steps the writes that were made meanwhile, oldest first
 */
public record Operation(
    String id,
    String kind,
    int from,
    int to,
    String reason,
    Instant created,
    Instant deadline,
    State state,
    String outcome,
    List<String> steps) {

  /** Takes a copy of the list. */
  public Operation {
    steps = List.copyOf(steps);
  }

  /** Where it stands; the last two are final. */
  public enum State {
    RUNNING("Running"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** The word users see. */
    public String text() {
      return text;
    }
  }

  /** The same operation, further on. */
  public Operation with(State next, String why, List<String> allSteps) {
    return new Operation(id, kind, from, to, reason, created, deadline, next, why, allSteps);
  }
}
