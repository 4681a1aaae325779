package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.plan.NessieAction;
import io.lakeswarm.reconciler.plan.Plan;
import java.time.Instant;

/** What is told of the catalog's branches and namespaces; pure. */
public final class NessieConditions {
  private static final ConditionType TYPE = ConditionType.NESSIE_BOOTSTRAP;

  private NessieConditions() {}

  /** True only when a look found every branch and namespace: after a write, at the next look. */
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
