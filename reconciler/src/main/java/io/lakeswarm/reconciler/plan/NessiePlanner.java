package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.NessieSpec;
import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.ObservedBranch;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import io.lakeswarm.reconciler.observed.Reset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Namespaces on the branches that exist, then new branches, then what those did not inherit.
 * Nothing is ever removed.
 */
public final class NessiePlanner {
  private static final String COMPONENT = "nessie";

  private NessiePlanner() {}

  /**
   * The steps that make {@code observed} what {@code desired} says; empty when it is. A repair is
   * proven by the next look, which must find everything; only then is the storage remembered.
   */
  public static Plan plan(NessieSpec desired, ObservedNessie observed) {
    ObservedNessie.Storage storage = observed.storage();
    Losses losses = new Losses(storage.id(), storage.remembered(), storage.lastReset());
    Optional<Reset.Reason> fresh =
        losses.notYetRecorded(
            storage.headLost() ? Optional.of(Reset.Reason.HISTORY_LOST) : Optional.empty());
    List<Step> repairs = repairs(desired, observed, losses.missingBecause(fresh));
    List<Step> steps = new ArrayList<>();
    losses.record(COMPONENT, fresh, Losses.targets(repairs)).ifPresent(steps::add);
    steps.addAll(repairs);
    if (repairs.isEmpty()) {
      // First what is there, then the end: killed in between, the loss is open, not seen anew.
      toRemember(observed)
          .ifPresent(
              proven -> steps.add(Step.of(new ResetAction.Remember(proven), "seen as desired")));
      if (fresh.isPresent() || losses.isOpen()) {
        steps.add(Step.of(new ResetAction.Close(COMPONENT, storage.id()), "seen as desired"));
      }
    }
    return new Plan(steps);
  }

  private static Optional<Identity> toRemember(ObservedNessie observed) {
    ObservedNessie.Storage storage = observed.storage();
    Identity seen =
        Identity.of(COMPONENT, storage.id(), List.of(observed.head())).on(storage.node());
    if (storage.remembered().isEmpty()) {
      return Optional.of(seen);
    }
    Identity known = storage.remembered().get();
    Identity now = seen.orNodeOf(storage.remembered());
    boolean sameStorage = now.id().equals(known.id()) && now.node().equals(known.node());
    boolean sameHead = now.parts().equals(known.parts());
    return sameStorage && !storage.headLost() && (sameHead || !storage.headDue())
        ? Optional.empty()
        : Optional.of(now);
  }

  private static List<Step> repairs(
      NessieSpec desired, ObservedNessie observed, String missingBecause) {
    SortedSet<String> namespaces = withParents(desired.namespaces());
    List<Step> steps = new ArrayList<>();
    for (String name : desired.branches()) {
      ObservedBranch branch = observed.branches().get(name);
      if (branch != null) {
        Set<String> present = branch.namespaces();
        add(steps, name, missing(namespaces, present), missingBecause, branch.hash());
      }
    }
    boolean inheritsAll = desired.branches().contains(observed.defaultBranch());
    ObservedBranch source = observed.branches().get(observed.defaultBranch());
    for (String name : desired.branches()) {
      if (!observed.branches().containsKey(name)) {
        steps.add(
            Step.of(new NessieAction.CreateBranch(name, observed.defaultBranch()), missingBecause));
        Set<String> inherited = inheritsAll ? namespaces : source.namespaces();
        add(steps, name, missing(namespaces, inherited), missingBecause, "");
      }
    }
    return steps;
  }

  /** Every namespace with those around it, outer ones first: {@code a.b} needs {@code a}. */
  public static SortedSet<String> withParents(Collection<String> namespaces) {
    SortedSet<String> all = new TreeSet<>();
    for (String namespace : namespaces) {
      for (int dot = namespace.indexOf('.'); dot > 0; dot = namespace.indexOf('.', dot + 1)) {
        all.add(namespace.substring(0, dot));
      }
      all.add(namespace);
    }
    return all;
  }

  private static List<String> missing(SortedSet<String> wanted, Set<String> present) {
    return wanted.stream().filter(name -> !present.contains(name)).toList();
  }

  private static void add(
      List<Step> steps, String branch, List<String> missing, String because, String hash) {
    String version = hash.substring(0, Math.min(8, hash.length()));
    for (String namespace : missing) {
      steps.add(
          new Step(
              new NessieAction.CreateNamespace(branch, namespace), because, version, List.of()));
    }
  }
}
