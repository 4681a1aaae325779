package io.lakeswarm.reconciler.desired;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Branches that must exist, and namespaces that must exist on each of them. */
public record NessieSpec(List<String> branches, List<String> namespaces) {

  /** Keeps the order of the document. */
  public NessieSpec {
    branches = List.copyOf(branches);
    namespaces = List.copyOf(namespaces);
  }

  /** Returns every namespace with its parents, parents first: {@code a.b} needs {@code a}. */
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
}
