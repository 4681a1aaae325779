package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.desired.NessieSpec;
import io.lakeswarm.reconciler.observed.ObservedBranch;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NessiePlannerTest {

  @Test
  void anEmptyCatalogGetsItsNamespaces() {
    assertThat(plan(List.of("main"), List.of("silver", "gold"), Map.of("main", Set.of())))
        .hasToString(
            """
            create namespace:gold on main @0123abcd # missing
            create namespace:silver on main @0123abcd # missing""");
  }

  @Test
  void nothingMissingNothingHappens() {
    assertThat(
            plan(List.of("main"), List.of("silver"), Map.of("main", Set.of("silver", "foreign"))))
        .isEqualTo(Plan.EMPTY);
  }

  @Test
  void outerNamespacesComeFirst() {
    assertThat(plan(List.of("main"), List.of("a.b.c"), Map.of("main", Set.of("a"))))
        .hasToString(
            """
            create namespace:a.b on main @0123abcd # missing
            create namespace:a.b.c on main @0123abcd # missing""");
  }

  @Test
  void aNewBranchInheritsFromTheDefaultBranch() {
    assertThat(plan(List.of("main", "dev"), List.of("silver"), Map.of("main", Set.of())))
        .hasToString(
            """
            create namespace:silver on main @0123abcd # missing
            create branch:dev from main # missing""");
  }

  @Test
  void aNewBranchGetsWhatTheDefaultBranchIsNotAskedToHave() {
    assertThat(plan(List.of("dev"), List.of("gold", "silver"), Map.of("main", Set.of("gold"))))
        .hasToString(
            """
            create branch:dev from main # missing
            create namespace:silver on dev # missing""");
  }

  private static Plan plan(
      List<String> branches, List<String> namespaces, Map<String, Set<String>> seen) {
    TreeMap<String, ObservedBranch> observed = new TreeMap<>();
    seen.forEach((name, present) -> observed.put(name, ObservedBranch.of("0123abcd4567", present)));
    return NessiePlanner.plan(
        new NessieSpec(branches, namespaces), new ObservedNessie("main", observed));
  }
}
