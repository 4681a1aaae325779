package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.plan.MinioAction;
import io.lakeswarm.reconciler.plan.Plan;
import java.time.Instant;
import java.util.Optional;

/** Computes the condition of the object store; pure. */
public final class MinioConditions {
  private MinioConditions() {}

  /**
   * Returns the condition: True only when everything was observed as desired and verified with the
   * users' own keys.
   */
  public static Condition bootstrap(Plan plan, ApplyReport report, Instant now) {
    ConditionType type = ConditionType.MINIO_BOOTSTRAP;
    Optional<StepResult> undone = report.undone();
    if (undone.isPresent()) {
      boolean proof = undone.get().step().action() instanceof MinioAction.VerifyUser;
      return Condition.isFalse(
          type, proof ? "ProofFailed" : "ApplyFailed", undone.get().detail(), now);
    }
    if (report.results().size() < plan.steps().size()) {
      return Condition.isFalse(
          type, "ChangesPending", "Something differs and was not written yet: see the plan.", now);
    }
    return Condition.isTrue(
        type,
        "Verified",
        "Buckets, policies and users are as desired and were tested with the users' own keys.",
        now);
  }
}
