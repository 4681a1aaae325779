package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.desired.NessieSpec;
import io.lakeswarm.reconciler.managed.StorageFacts;
import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.ObservedBranch;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import io.lakeswarm.reconciler.observed.Storage;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.projectnessie.error.NessieNotFoundException;
import org.projectnessie.error.NessieReferenceNotFoundException;

/** Observes a catalog that answers; reads only, and a failed read throws. */
final class NessieObserver {
  private final NessieCatalog catalog;
  private final StorageFacts facts;
  private final HeadCache heads;

  NessieObserver(NessieCatalog catalog, StorageFacts facts, HeadCache heads) {
    this.catalog = catalog;
    this.facts = facts;
    this.heads = heads;
  }

  ObservedNessie observe(NessieSpec desired) throws NessieNotFoundException {
    NessieCatalog.Repository repository = catalog.repository();
    Collection<String> namespaces = NessieSpec.withParents(desired.namespaces());
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
    Storage storage = facts.storage(repository.id());
    return new ObservedNessie(
        repository.defaultBranch(),
        branches,
        storage,
        isHeadLost(repository, main.hash(), storage.remembered()),
        heads.isDue());
  }

  /** Returns true when the database lacks the commit; a person may move a branch back. */
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
