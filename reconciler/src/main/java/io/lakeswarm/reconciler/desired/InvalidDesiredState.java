package io.lakeswarm.reconciler.desired;

import java.util.List;
import java.util.stream.Collectors;

/** Refuses a document, with everything that is wrong with it, in the order of the text. */
public final class InvalidDesiredState extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A longer list does not help more, and the message becomes a condition. */
  private static final int MOST = 50;

  private final transient List<Problem> problems;

  /** Refuses for these problems; there is at least one. */
  public InvalidDesiredState(List<Problem> problems) {
    super(
        problems.stream()
            .limit(MOST)
            .map(Problem::toString)
            .map(PlainText::shown)
            .collect(Collectors.joining("; ", "Cannot accept the desired state: ", ".")));
    this.problems = problems.stream().limit(MOST).toList();
  }

  /** Returns the first problems, at most 50. */
  public List<Problem> problems() {
    return problems;
  }
}
