package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.observed.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds the plan of a server with a volume. The order is the same for all servers: record a loss,
 * repair, verify, store the identity, close the loss. A reconciler that is killed between any two
 * steps continues there: the loss is recorded before the repair hides it, and stays open until the
 * end.
 *
 * <p>The stored identity separates a loss from a first start and from drift: only a storage that
 * was verified before can lose data.
 */
public final class StoragePlan {
  private final Storage storage;
  private final Optional<Reset.Reason> lost;
  private final Optional<Reset.Reason> unrecorded;

  /**
   * Creates a builder for this storage.
   *
   * @param lost the loss on an unchanged storage; empty when there is none
   */
  public StoragePlan(Storage storage, Optional<Reset.Reason> lost) {
    this.storage = storage;
    this.lost = lost;
    this.unrecorded = unrecorded(storage, lost);
  }

  /** Returns why something is missing, as the cause of the step that creates it. */
  public String missingBecause() {
    if (storage.remembered().isEmpty()) {
      return Cause.FIRST_START;
    }
    return isLost() ? Cause.DATA_LOST : Cause.MISSING;
  }

  /**
   * Returns the plan.
   *
   * @param repairs what is written now
   * @param reapplied the targets to record with a loss
   * @param proofs what is verified now
   * @param verified the identity to store at the end; empty when the repair is not complete, so
   *     that a loss stays open
   */
  public Plan plan(
      List<Step> repairs, List<String> reapplied, List<Step> proofs, Optional<Identity> verified) {
    List<Step> steps = new ArrayList<>();
    unrecorded.ifPresent(reason -> steps.add(record(reason, reapplied)));
    steps.addAll(repairs);
    steps.addAll(proofs);
    if (verified.isPresent()) {
      // After a loss on the same storage its cached parts are stale, even if the stored ones are
      // not.
      if (lost.isPresent() || !verified.equals(storage.remembered())) {
        steps.add(Step.of(new ResetAction.Remember(verified.get()), Cause.VERIFIED));
      }
      if (isLost()) {
        steps.add(
            Step.of(new ResetAction.Close(storage.component(), storage.id()), Cause.VERIFIED));
      }
    }
    return new Plan(steps);
  }

  /** Returns the targets of these steps, each once. */
  public static List<String> targets(List<Step> repairs) {
    return repairs.stream().map(step -> step.action().target()).distinct().toList();
  }

  private Step record(Reset.Reason reason, List<String> reapplied) {
    return Step.of(
        new ResetAction.Record(storage.component(), reason, storage.id(), reapplied),
        Cause.of(reason));
  }

  private boolean isLost() {
    return unrecorded.isPresent() || isOpen(storage);
  }

  private static Optional<Reset.Reason> unrecorded(Storage storage, Optional<Reset.Reason> lost) {
    if (storage.remembered().isEmpty() || isOpen(storage)) {
      return Optional.empty();
    }
    if (storage.remembered().get().id().equals(storage.id())) {
      return lost;
    }
    // This loss was recorded and closed on this storage: only the identity was not stored.
    return lastIsOf(storage) ? Optional.empty() : Optional.of(Reset.Reason.VOLUME_REPLACED);
  }

  private static boolean isOpen(Storage storage) {
    return lastIsOf(storage) && storage.lastReset().get().isOpen();
  }

  private static boolean lastIsOf(Storage storage) {
    return storage.lastReset().filter(reset -> reset.id().equals(storage.id())).isPresent();
  }
}
