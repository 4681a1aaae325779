package io.lakeswarm.reconciler.plan;

import java.util.List;

/**
 * One write of a plan with the reason for it.
 *
 * @param cause a short constant phrase such as {@code replicas diverged}; it is a metric label, so
 *     no names or numbers in it
 * @param version the version of the object the decision was made on; empty when it has none
 * @param restarts the tasks or services that this write will restart or end
 */
public record Step(Action action, String cause, String version, Restarts restarts) {

  /** Creates a step that restarts exactly these tasks or services. */
  public Step(Action action, String cause, String version, List<String> predictedRestarts) {
    this(action, cause, version, Restarts.of(predictedRestarts));
  }

  /** Returns a step that restarts nothing, on an object without a version. */
  public static Step of(Action action, String cause) {
    return new Step(action, cause, "", Restarts.NONE);
  }

  /** Returns the names in {@link #restarts()}. */
  public List<String> predictedRestarts() {
    return restarts.possible();
  }

  /** Returns a stable text: {@code scale service:spark-worker 3 -> 2 @41 # scale down}. */
  @Override
  public String toString() {
    String detail = action.detail().isEmpty() ? "" : " " + action.detail();
    String at = version.isEmpty() ? "" : " @" + version;
    return action.verb() + " " + action.target() + detail + at + " # " + cause;
  }
}
