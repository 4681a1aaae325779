package io.lakeswarm.reconciler.observed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A change that the operator requested.
 *
 * @param request the requested change
 * @param reason why it was requested; may be empty
 * @param outcome why it ended as it did; empty while it runs
 * @param steps the writes that were made while it ran, oldest first
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

  /** A change that can be requested. */
  public sealed interface Request {
    /** Returns a constant name, such as {@code scale-spark-workers}. */
    String kind();

    /** Returns the controller whose writes belong to it. */
    String controller();
  }

  /**
   * A new number of Spark workers.
   *
   * @param from the number before
   * @param to the requested number
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

  /** Makes everything that one component holds match the desired state now, and verifies it. */
  public record Bootstrap(String controller) implements Request {
    /** The prefix of its kinds; the controller's name follows. */
    public static final String PREFIX = "bootstrap-";

    @Override
    public String kind() {
      return PREFIX + controller;
    }
  }

  /** The states of an operation; the last two are final. */
  public enum State {
    RUNNING("Running"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** Returns the word that users see. */
    public String text() {
      return text;
    }
  }

  /** Returns the same operation in its next state. */
  public Operation with(State next, String why, List<String> allSteps) {
    return new Operation(id, request, reason, created, deadline, next, why, allSteps);
  }
}
