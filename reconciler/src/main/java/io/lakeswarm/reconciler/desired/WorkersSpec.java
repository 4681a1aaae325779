package io.lakeswarm.reconciler.desired;

/** How many Spark workers are wanted; {@code 0 <= min <= replicas <= max} always holds. */
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

  /** Says whether {@code replicas} may be asked for. */
  public boolean allows(int replicas) {
    return replicas >= min && replicas <= max;
  }
}
