package io.lakeswarm.reconciler.desired;

import java.util.List;

/** Branches that must exist, and namespaces that must exist on each of them. */
public record NessieSpec(List<String> branches, List<String> namespaces) {

  /** Keeps the order of the document. */
  public NessieSpec {
    branches = List.copyOf(branches);
    namespaces = List.copyOf(namespaces);
  }
}
