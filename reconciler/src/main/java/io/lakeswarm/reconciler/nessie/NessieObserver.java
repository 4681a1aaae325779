package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.desired.NessieSpec;
import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.ObservedBranch;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import io.lakeswarm.reconciler.plan.NessiePlanner;
import io.lakeswarm.reconciler.platform.NodeOf;
import io.lakeswarm.reconciler.store.ResetFacts;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.projectnessie.error.NessieNotFoundException;
import org.projectnessie.error.NessieReferenceNotFoundException;

/** One look at a catalog that answers; reads only, and a failed read throws. */
final class NessieObserver {
  private static final String DATABASE = "nessie-postgres";

  private final NessieCatalog catalog;
  private final ResetFacts facts;
  private final HeadLedger heads;
  private final NodeOf nodes;

  NessieObserver(NessieCatalog catalog, ResetFacts facts, HeadLedger heads, NodeOf nodes) {
    this.catalog = catalog;
    this.facts = facts;
    this.heads = heads;
    this.nodes = nodes;
  }

  ObservedNessie observe(NessieSpec desired) throws NessieNotFoundException {
    NessieCatalog.Repository repository = catalog.repository();
    Collection<String> namespaces = NessiePlanner.withParents(desired.namespaces());
    SortedMap<String, ObservedBranch> branches = new TreeMap<>();
    ObservedBranch main =
        catalog
            .branch(repository.defaultBranch(), namespaces)
            .orElseThrow(
                () ->
                    new NessieReferenceNotFoundException(
                        "branch " + repository.defaultBranch() + " does not exist"));
    branches.put(repository.defaultBranch(), main);
    for (String name : desired.branches()) {
      if (!branches.containsKey(name)) {
        catalog.branch(name, namespaces).ifPresent(branch -> branches.put(name, branch));
      }
    }
    Optional<Identity> remembered = facts.identity("nessie");
    boolean headLost = isHeadLost(repository, main.hash(), remembered);
    return new ObservedNessie(
        repository.defaultBranch(),
        branches,
        new ObservedNessie.Storage(
            repository.id(),
            nodes.node(DATABASE),
            remembered,
            facts.lastReset("nessie"),
            headLost,
            heads.isDue()));
  }

  /** A person may move a branch back, so what counts is that the database has the commit. */
  private boolean isHeadLost(
      NessieCatalog.Repository repository, String head, Optional<Identity> remembered)
      throws NessieNotFoundException {
    Optional<String> known =
        heads
            .known(repository.id(), remembered)
            .filter(commit -> !commit.equals(head) && !commit.equals(repository.noCommit()));
    if (known.isPresent() && !catalog.hasCommit(known.get())) {
      return true;
    }
    heads.seen(repository.id(), head);
    return false;
  }
}
