package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.Reset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Why a step is in a plan: short constant phrases, each a value of the metric label {@code cause}.
 * {@link #BY_VERB} lists every pair of verb and cause, so that each series exists from the start.
 */
public final class Cause {
  static final String FIRST_START = "first start";
  static final String DATA_LOST = "data lost";
  static final String MISSING = "missing";
  static final String VERIFIED = "verified";
  static final String CHANGED = "changed";
  static final String ACCESS_DENIED = "access denied";
  static final String UNVERIFIED = "not verified yet";
  static final String VERSIONING = "versioning differs";
  static final String CONTENT = "content differs";
  static final String DISABLED = "disabled";
  static final String SECRET = "secret differs";
  static final String MAPPING = "mapping differs";
  static final String NO_USER = "no user";
  static final String FOUND_WORKING = "found working";
  static final String SECRET_ROTATED = "secret rotated";
  static final String SECRET_UNKNOWN = "secret unknown";
  static final String SETTINGS = "settings differ";

  /** The causes that the steps of each verb can have. */
  public static final Map<String, List<String>> BY_VERB =
      Map.ofEntries(
          Map.entry(
              "scale",
              List.of(
                  SparkPlanner.BELOW,
                  SparkPlanner.ABOVE,
                  SparkPlanner.COMPLETED,
                  SparkPlanner.UNFINISHED)),
          Map.entry("record-drain", List.of(SparkPlanner.EXCESS)),
          Map.entry("drain", List.of(SparkPlanner.RECORDED, SparkPlanner.EXCESS)),
          Map.entry("forget-drain", List.of(SparkPlanner.ENDED, SparkPlanner.REVOKED)),
          Map.entry("create", List.of(FIRST_START, DATA_LOST, MISSING, NO_USER)),
          Map.entry("set", List.of(FIRST_START, DATA_LOST, MISSING, VERSIONING)),
          Map.entry("put", List.of(FIRST_START, DATA_LOST, MISSING, CONTENT, DISABLED, SECRET)),
          Map.entry("map", List.of(FIRST_START, DATA_LOST, MISSING, MAPPING)),
          Map.entry("verify", List.of(CHANGED, ACCESS_DENIED, UNVERIFIED)),
          Map.entry("adopt", List.of(FOUND_WORKING)),
          Map.entry(
              "update", List.of(ServicePlanner.DRIFTED, SECRET_ROTATED, SECRET_UNKNOWN, SETTINGS)),
          Map.entry("record", Arrays.stream(Reset.Reason.values()).map(Cause::of).toList()),
          Map.entry("remember", List.of(VERIFIED)),
          Map.entry("close", List.of(VERIFIED)),
          Map.entry("remove-job", List.of(JobPlanner.FINISHED)),
          Map.entry(
              "update-operation",
              List.of(
                  OperationPlanner.REACHED,
                  OperationPlanner.VERIFIED,
                  OperationPlanner.STALLED,
                  OperationPlanner.LATE,
                  OperationPlanner.SUPERSEDED,
                  OperationPlanner.PROGRESS)));

  private Cause() {}

  static String of(Reset.Reason reason) {
    return switch (reason) {
      case VOLUME_REPLACED -> "volume replaced";
      case DATA_VANISHED -> "data vanished";
      case HISTORY_LOST -> "history lost";
    };
  }

  /** Returns every step of {@code plan} whose pair of verb and cause is not in the list. */
  public static List<String> unlisted(Plan plan) {
    return plan.steps().stream()
        .filter(
            step -> !BY_VERB.getOrDefault(step.action().verb(), List.of()).contains(step.cause()))
        .map(Step::toString)
        .collect(Collectors.toList());
  }
}
