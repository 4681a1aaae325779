package io.lakeswarm.reconciler.desired;

/** The number of Spark workers; {@code 0 <= min <= replicas <= max} always holds. */
public record WorkersSpec(int replicas, int min, int max) {

  /** Refuses numbers that contradict each other. */
  public WorkersSpec {
    if (min < 0 || min > max) {
      throw new IllegalArgumentException("Invalid worker limits: " + min + ".." + max);
    }
    if (replicas < min || replicas > max) {
      throw new IllegalArgumentException(
          "Invalid number of workers: " + replicas + " is outside " + min + ".." + max);
    }
  }

  /** Returns true when {@code replicas} is within the bounds. */
  public boolean allows(int replicas) {
    return replicas >= min && replicas <= max;
  }
}
