package io.lakeswarm.reconciler.observed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something a person asked for.
 *
 * @param request what was asked for
 * @param reason why it was asked for; may be empty
 * @param outcome why it ended as it did; empty while it runs
 * @param steps the writes that were made meanwhile, oldest first
 */
public record Operation(
    String id,
    Request request,
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

  /** What can be asked for. */
  public sealed interface Request {
    /** A constant name, such as {@code scale-spark-workers}. */
    String kind();

    /** The controller whose writes belong to it. */
    String controller();
  }

  /**
   * Another number of Spark workers.
   *
   * @param from the number before
   * @param to the number asked for
   */
  public record ScaleWorkers(int from, int to) implements Request {
    /** The only kind of such a request. */
    public static final String KIND = "scale-spark-workers";

    /** Returns {@code request} if it is a scaling. */
    public static Optional<ScaleWorkers> in(Request request) {
      return request instanceof ScaleWorkers scale ? Optional.of(scale) : Optional.empty();
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public String controller() {
      return "spark-workers";
    }
  }

  /** Everything one component holds made as desired and proven by use, now. */
  public record Bootstrap(String controller) implements Request {
    /** What its kinds begin with; the controller's name follows. */
    public static final String PREFIX = "bootstrap-";

    @Override
    public String kind() {
      return PREFIX + controller;
    }
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
    return new Operation(id, request, reason, created, deadline, next, why, allSteps);
  }
}
