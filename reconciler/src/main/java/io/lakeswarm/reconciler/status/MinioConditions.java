package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.observed.MinioReset;
import io.lakeswarm.reconciler.observed.ObservedMinio;
import io.lakeswarm.reconciler.plan.MinioAction;
import io.lakeswarm.reconciler.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is told of the object store; pure. */
public final class MinioConditions {
  private MinioConditions() {}

  /** True only when everything was seen as desired and proven with the users' own keys. */
  public static Condition bootstrap(Plan plan, ApplyReport report, Instant now) {
    ConditionType type = ConditionType.MINIO_BOOTSTRAP;
    Optional<StepResult> undone =
        Stream.concat(report.failure().stream(), report.refusal().stream()).findFirst();
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
        "Buckets, policies and users are as desired and were proven with the users' own keys.",
        now);
  }

  /** True for {@code shown} after a loss, and while its repair is not proven. */
  public static Condition reset(ObservedMinio observed, Duration shown, Instant now) {
    ConditionType type = ConditionType.VOLUME_RESET;
    Optional<MinioReset> last = observed.lastReset();
    if (last.isEmpty()) {
      return Condition.isFalse(type, "NoReset", "No volume was ever seen to lose its data.", now);
    }
    MinioReset reset = last.get();
    boolean recent = now.isBefore(reset.detectedAt().plus(shown));
    return recent || reset.recovery().isEmpty()
        ? Condition.isTrue(type, reset.reason().text(), told(reset), now)
        : Condition.isFalse(type, "ResetLongAgo", told(reset), now);
  }

  private static String told(MinioReset reset) {
    String what =
        reset.reason() == MinioReset.Reason.VOLUME_REPLACED
            ? "minio came up on an empty or another volume"
            : "minio lost all its buckets while it ran";
    String repaired =
        reset
            .recovery()
            .map(
                time ->
                    String.format(
                        Locale.ROOT, "and proven by use in %.1f s", time.toMillis() / 1000.0))
            .orElse("and not proven yet");
    return what
        + " (seen "
        + reset.detectedAt().truncatedTo(ChronoUnit.SECONDS)
        + "); re-applied "
        + String.join(", ", reset.reapplied())
        + " "
        + repaired
        + ". Objects are gone unless you restore a backup: run the pipeline again.";
  }
}
