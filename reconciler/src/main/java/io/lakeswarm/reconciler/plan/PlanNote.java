package io.lakeswarm.reconciler.plan;

/**
 * Something a plan should show although nobody applies it.
 *
 * @param action {@link #WAIT} or {@link #REPORT}
 * @param target the object as {@code kind:name}, or the controller that waits
 * @param detail what differs; empty when there is nothing to compare
 * @param cause why nothing is done
 */
public record PlanNote(String action, String target, String detail, String cause) {

  /** Something is on its way, or cannot be read now. */
  public static final String WAIT = "wait";

  /** Something differs and stays so. */
  public static final String REPORT = "report";

  /** Nothing can be done now. */
  public static PlanNote waiting(String target, String detail, String cause) {
    return new PlanNote(WAIT, target, detail, cause);
  }

  /** Nothing will be done. */
  public static PlanNote report(String target, String detail, String cause) {
    return new PlanNote(REPORT, target, detail, cause);
  }

  /** The stable form, for example {@code report service:nessie image a -> b # drift: report}. */
  @Override
  public String toString() {
    return action + " " + target + (detail.isEmpty() ? "" : " " + detail) + " # " + cause;
  }
}
