package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.Reset;
import java.util.List;
import java.util.Optional;

/**
 * Tells a loss of data from a first start and from drift: only storage that was proven to work
 * before can lose something.
 *
 * @param id the storage that is there now
 * @param remembered the storage that was last proven to work, empty before the first time
 * @param last the last known loss
 */
record Losses(String id, Optional<Identity> remembered, Optional<Reset> last) {

  /**
   * The loss that is seen and was not recorded yet.
   *
   * @param within what is lost although the storage is the same
   */
  Optional<Reset.Reason> notYetRecorded(Optional<Reset.Reason> within) {
    if (remembered.isEmpty() || isOpen()) {
      return Optional.empty();
    }
    if (remembered.get().id().equals(id)) {
      return within;
    }
    // Closed already: only its identity was not remembered any more.
    return lastIsOfThis() ? Optional.empty() : Optional.of(Reset.Reason.VOLUME_REPLACED);
  }

  /** True when a loss on this storage is recorded whose repair was not proven yet. */
  boolean isOpen() {
    return lastIsOfThis() && last.get().isOpen();
  }

  /** Why something is missing, as the cause of the step that makes it. */
  String missingBecause(Optional<Reset.Reason> unrecorded) {
    if (remembered.isEmpty()) {
      return "first start";
    }
    return unrecorded.isPresent() || isOpen() ? "data lost" : "missing";
  }

  /** What has to be written anew. */
  static List<String> targets(List<Step> repairs) {
    return repairs.stream().map(step -> step.action().target()).distinct().toList();
  }

  /**
   * The step that records a loss, if there is a fresh one.
   *
   * @param reapplied what is written anew because of it
   */
  Optional<Step> record(String component, Optional<Reset.Reason> fresh, List<String> reapplied) {
    return fresh.map(
        reason -> Step.of(new ResetAction.Record(component, reason, id, reapplied), cause(reason)));
  }

  private static String cause(Reset.Reason reason) {
    return switch (reason) {
      case VOLUME_REPLACED -> "volume replaced";
      case DATA_VANISHED -> "data vanished";
      case HISTORY_LOST -> "history lost";
    };
  }

  private boolean lastIsOfThis() {
    return last.filter(reset -> reset.id().equals(id)).isPresent();
  }
}
