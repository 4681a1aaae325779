package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.NessieSpec;
import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.ObservedBranch;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import io.lakeswarm.reconciler.observed.Reset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * Plans namespaces on the existing branches, then new branches, then the namespaces those did not
 * inherit. It never removes anything.
 */
public final class NessiePlanner {
  private NessiePlanner() {}

  /**
   * Returns the steps that make {@code observed} match {@code desired}; empty when it does. The
   * next pass verifies a repair: it must find everything. Only then is the storage's identity
   * stored.
   */
  public static Plan plan(NessieSpec desired, ObservedNessie observed) {
    StoragePlan storage =
        new StoragePlan(
            observed.storage(),
            observed.headLost() ? Optional.of(Reset.Reason.HISTORY_LOST) : Optional.empty());
    List<Step> repairs = repairs(desired, observed, storage.missingBecause());
    return storage.plan(
        repairs,
        StoragePlan.targets(repairs),
        List.of(),
        repairs.isEmpty() ? Optional.of(toRemember(observed)) : Optional.empty());
  }

  /**
   * Returns the identity to store. Every job moves the head, so a new head alone is stored only
   * when {@link ObservedNessie#headDue()} is true.
   */
  private static Identity toRemember(ObservedNessie observed) {
    Identity seen = observed.storage().verified(List.of(observed.head()));
    return observed
        .storage()
        .remembered()
        .filter(known -> known.id().equals(seen.id()) && known.node().equals(seen.node()))
        .filter(known -> !observed.headLost() && !observed.headDue())
        .orElse(seen);
  }

  private static List<Step> repairs(
      NessieSpec desired, ObservedNessie observed, String missingBecause) {
    SortedSet<String> namespaces = NessieSpec.withParents(desired.namespaces());
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
