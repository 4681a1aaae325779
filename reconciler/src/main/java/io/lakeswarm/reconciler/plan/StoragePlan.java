package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.observed.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plan of a server with a volume, in one order for all servers: record a loss, repair, verify,
 * remember the storage, close the loss. A reconciler that is killed between any two steps goes on
 * where it was: the loss is recorded before the repair hides it, and stays open until the end.
 *
 * <p>A loss is told from a first start and from drift by what is remembered: only a storage that
 * was verified before can lose something.
 */
public final class StoragePlan {
  private final Storage storage;
  private final Optional<Reset.Reason> unrecorded;

  /**
   * A plan for this storage.
   *
   * @param lost what is missing although the storage is the same
   */
  public StoragePlan(Storage storage, Optional<Reset.Reason> lost) {
    this.storage = storage;
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
   * @param verified the identity to remember at the end; empty when the repair is not complete, so
   *     that a loss stays open
   */
  public Plan plan(
      List<Step> repairs, List<String> reapplied, List<Step> proofs, Optional<Identity> verified) {
    List<Step> steps = new ArrayList<>();
    unrecorded.ifPresent(reason -> steps.add(record(reason, reapplied)));
    steps.addAll(repairs);
    steps.addAll(proofs);
    if (verified.isPresent()) {
      if (!verified.equals(storage.remembered())) {
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
    // A loss that was closed on this storage: only the identity was not remembered any more.
    return lastIsOf(storage) ? Optional.empty() : Optional.of(Reset.Reason.VOLUME_REPLACED);
  }

  private static boolean isOpen(Storage storage) {
    return lastIsOf(storage) && storage.lastReset().get().isOpen();
  }

  private static boolean lastIsOf(Storage storage) {
    return storage.lastReset().filter(reset -> reset.id().equals(storage.id())).isPresent();
  }
}
