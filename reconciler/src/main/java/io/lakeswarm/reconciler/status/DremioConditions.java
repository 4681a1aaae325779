package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DremioSpec;
import io.lakeswarm.reconciler.observed.ObservedDremio;
import io.lakeswarm.reconciler.observed.ObservedSource;
import io.lakeswarm.reconciler.plan.DremioAction;
import io.lakeswarm.reconciler.plan.Plan;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Computes the condition of Dremio; pure. */
public final class DremioConditions {
  private static final ConditionType TYPE = ConditionType.DREMIO_BOOTSTRAP;

  private DremioConditions() {}

  /**
   * Returns why no source can start; empty when it can. Each source needs catalog and object store.
   */
  public static Optional<String> blocked(Map<ConditionType, Condition> known) {
    return Stream.of(ConditionType.MINIO_BOOTSTRAP, ConditionType.NESSIE_BOOTSTRAP)
        .filter(
            type -> !known.containsKey(type) || known.get(type).status() != ConditionStatus.TRUE)
        .findFirst()
        .map(type -> type.text() + " is not True");
  }

  /** Returns the condition: True only when every source was observed as good and was verified. */
  public static Condition bootstrap(
      DesiredState desired, ObservedDremio observed, Plan plan, ApplyReport report, Instant now) {
    if (observed.stage() == ObservedDremio.Stage.NOT_DEPLOYED) {
      return Condition.notDeployed(
          TYPE,
          "The swarm has no service dremio. Everything else works without it; make swarm_deploy"
              + " deploys it where an engine can pull its image and has the memory.",
          now);
    }
    Optional<StepResult> undone = report.undone();
    if (undone.isPresent()) {
      boolean proof = undone.get().step().action() instanceof DremioAction.Proof;
      return Condition.isFalse(
          TYPE, proof ? "ProofFailed" : "ApplyFailed", undone.get().detail(), now);
    }
    for (DremioSpec.Source source : desired.dremio().sources()) {
      Optional<Condition> trouble =
          Optional.ofNullable(observed.sources().get(source.name()))
              .flatMap(actual -> trouble(source, actual, now));
      if (trouble.isPresent()) {
        return trouble.get();
      }
    }
    return progress(desired, observed, plan, report, now);
  }

  private static Optional<Condition> trouble(
      DremioSpec.Source source, ObservedSource actual, Instant now) {
    if (!actual.type().equals(source.type().name())) {
      return Optional.of(
          Condition.isFalse(
              TYPE,
              "Stalled",
              "Cannot keep the source "
                  + source.name()
                  + ": in Dremio it is of type "
                  + actual.type()
                  + ", not "
                  + source.type()
                  + ". Name it otherwise in dremio.sources, or delete it in Dremio (what people"
                  + " defined on it goes too); then it is made.",
              now));
    }
    if (actual.health() != ObservedSource.Health.GOOD && !actual.changing()) {
      return Optional.of(
          Condition.isFalse(
              TYPE,
              "SourceBad",
              "Dremio calls the source "
                  + source.name()
                  + " "
                  + actual.health().name().toLowerCase(java.util.Locale.ROOT)
                  + ": "
                  + (actual.complaint().isEmpty() ? "no reason given" : actual.complaint())
                  + ". It is left as it is and heals by itself a minute or two after its server"
                  + " does; look at minio and nessie.",
              now));
    }
    return Optional.empty();
  }

  private static Condition progress(
      DesiredState desired, ObservedDremio observed, Plan plan, ApplyReport report, Instant now) {
    boolean unlike =
        observed.sources().size() < desired.dremio().sources().size()
            || observed.sources().values().stream().anyMatch(DremioConditions::isUnlike);
    if (unlike && observed.blocked().isPresent()) {
      return Condition.unknown(
          TYPE,
          "Waiting",
          "Sources are to be written and cannot be started yet: " + observed.blocked().get() + ".",
          now);
    }
    boolean changes =
        plan.steps().stream().anyMatch(step -> step.action() instanceof DremioAction.Change);
    boolean undone = report.results().size() < plan.steps().size();
    boolean changing = observed.sources().values().stream().anyMatch(ObservedSource::changing);
    if (unlike || changes || undone || changing) {
      return Condition.isFalse(
          TYPE, "ChangesPending", "Something was written or is to be: see the plan.", now);
    }
    return Condition.isTrue(
        TYPE,
        "Verified",
        "The first user and the sources are as desired and were verified by use.",
        now);
  }

  private static boolean isUnlike(ObservedSource source) {
    return !source.differs().isEmpty() || source.secret() != ObservedSource.Secret.CURRENT;
  }
}
