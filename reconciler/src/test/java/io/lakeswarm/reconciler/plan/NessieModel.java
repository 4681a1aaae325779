package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.desired.NessieSpec;
import io.lakeswarm.reconciler.observed.ObservedBranch;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A catalog in some state, and what it does on each action; it refuses what Nessie refuses. */
final class NessieModel {
  private static final String FOREIGN = "foreign";

  /** Namespaces by branch; a namespace never exists without its parent. */
  private final Map<String, Set<String>> branches = new TreeMap<>();

  /** How many commits the default branch has; the server knows those and no others. */
  private int commits;

  private final ResetModel resets;
  private final String node;
  private final boolean headDue;

  NessieModel(List<String> namespaces, Random random) {
    for (String branch : List.of("main", "dev", "test", FOREIGN)) {
      if (branch.equals("main") || branch.equals(FOREIGN) || random.nextBoolean()) {
        List<String> some = namespaces.stream().filter(one -> random.nextInt(3) > 0).toList();
        branches.put(branch, new TreeSet<>(NessieSpec.withParents(some)));
        branches.get(branch).add("theirs");
      }
    }
    commits = branches.get("main").size();
    // One older, the newest, or one that the server has lost since.
    resets =
        new ResetModel(
            "nessie",
            List.of(commit(commits + List.of(-1, 0, 100).get(random.nextInt(3)))),
            random);
    node = random.nextBoolean() ? "a" : "";
    headDue = random.nextBoolean();
  }

  private static String commit(int number) {
    return String.format("%016x", number);
  }

  Set<String> namespaces(String branch) {
    return Set.copyOf(branches.getOrDefault(branch, Set.of()));
  }

  ObservedNessie observed(NessieSpec desired) {
    TreeMap<String, ObservedBranch> seen = new TreeMap<>();
    Set<String> names = new TreeSet<>(desired.branches());
    names.add("main");
    names.retainAll(branches.keySet());
    for (String name : names) {
      Set<String> present = new TreeSet<>(branches.get(name));
      present.retainAll(NessieSpec.withParents(desired.namespaces()));
      seen.put(name, ObservedBranch.of(commit(commits), present));
    }
    return new ObservedNessie("main", seen, resets.storage(node), isHeadLost(), headDue);
  }

  private boolean isHeadLost() {
    return resets
        .remembered()
        .filter(known -> known.id().equals(ResetModel.ID))
        .filter(known -> known.parts().first().compareTo(commit(commits)) > 0)
        .isPresent();
  }

  void apply(Action action) {
    assertThat(action.toString()).as("nothing foreign is touched").doesNotContain(FOREIGN);
    if (action instanceof NessieAction.CreateBranch create) {
      Set<String> inherited = new TreeSet<>(branches.get(create.source()));
      require(branches.putIfAbsent(create.name(), inherited) == null, "branch exists");
    } else if (action instanceof NessieAction.CreateNamespace create) {
      Set<String> present = branches.get(create.branch());
      require(present != null, "no such branch");
      int dot = create.name().lastIndexOf('.');
      require(dot < 0 || present.contains(create.name().substring(0, dot)), "no parent");
      require(present.add(create.name()), "namespace exists");
      commits += create.branch().equals("main") ? 1 : 0;
    } else if (action instanceof ResetAction reset) {
      resets.apply(reset);
    } else {
      throw new AssertionError("unknown action " + action);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
