package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.plan.NessieAction;
import io.lakeswarm.reconciler.plan.Plan;
import java.time.Instant;

/** Computes the condition of the catalog's branches and namespaces; pure. */
public final class NessieConditions {
  private static final ConditionType TYPE = ConditionType.NESSIE_BOOTSTRAP;

  private NessieConditions() {}

  /**
   * Returns the condition: True only when an observation found every branch and namespace. After a
   * write, that is the next pass.
   */
  public static Condition bootstrap(Plan plan, ApplyReport report, Instant now) {
    if (report.failure().isPresent()) {
      return Condition.isFalse(TYPE, "ApplyFailed", report.failure().get().detail(), now);
    }
    boolean complete =
        plan.steps().stream().noneMatch(step -> step.action() instanceof NessieAction);
    return complete
        ? Condition.isTrue(TYPE, "Verified", "Branches and namespaces are as desired.", now)
        : Condition.isFalse(
            TYPE, "ChangesPending", "Branches or namespaces were missing: see the plan.", now);
  }
}
