package io.lakeswarm.reconciler.plan;

/**
 * An entry that a plan shows although no controller applies it.
 *
 * @param action {@link #WAIT} or {@link #REPORT}
 * @param target the object as {@code kind:name}, or the controller that waits
 * @param detail what differs; empty when there is nothing to compare
 * @param cause why nothing is done
 */
public record PlanNote(String action, String target, String detail, String cause) {

  /** Something is in progress, or cannot be read now. */
  public static final String WAIT = "wait";

  /** Something differs and is left as it is. */
  public static final String REPORT = "report";

  /** Returns a note that nothing can be done now. */
  public static PlanNote waiting(String target, String detail, String cause) {
    return new PlanNote(WAIT, target, detail, cause);
  }

  /** Returns a note that nothing will be done. */
  public static PlanNote report(String target, String detail, String cause) {
    return new PlanNote(REPORT, target, detail, cause);
  }

  /** Returns a stable text: {@code report service:nessie image a -> b # drift: report}. */
  @Override
  public String toString() {
    return action + " " + target + (detail.isEmpty() ? "" : " " + detail) + " # " + cause;
  }
}
