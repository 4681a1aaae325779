package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.NessieSpec;
import io.lakeswarm.reconciler.observed.ObservedBranch;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Namespaces on the branches that exist, then new branches, then what those did not inherit.
 * Nothing is ever removed.
 */
public final class NessiePlanner {
  private NessiePlanner() {}

  /** The steps that make {@code observed} what {@code desired} says; empty when it is. */
  public static Plan plan(NessieSpec desired, ObservedNessie observed) {
    SortedSet<String> namespaces = withParents(desired.namespaces());
    List<Step> steps = new ArrayList<>();
    for (String name : desired.branches()) {
      ObservedBranch branch = observed.branches().get(name);
      if (branch != null) {
        add(steps, name, namespaces, branch.namespaces(), branch.hash());
      }
    }
    boolean inheritsAll = desired.branches().contains(observed.defaultBranch());
    ObservedBranch source = observed.branches().get(observed.defaultBranch());
    for (String name : desired.branches()) {
      if (!observed.branches().containsKey(name)) {
        steps.add(
            Step.of(new NessieAction.CreateBranch(name, observed.defaultBranch()), "missing"));
        add(steps, name, namespaces, inheritsAll ? namespaces : source.namespaces(), "");
      }
    }
    return new Plan(steps);
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

  private static void add(
      List<Step> steps, String branch, Set<String> wanted, Set<String> present, String hash) {
    for (String namespace : wanted) {
      if (!present.contains(namespace)) {
        steps.add(
            new Step(
                new NessieAction.CreateNamespace(branch, namespace),
                "missing",
                hash.substring(0, Math.min(8, hash.length())),
                List.of()));
      }
    }
  }
}
