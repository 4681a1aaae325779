package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.desired.NessieSpec;
import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.ObservedBranch;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.observed.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NessiePlannerTest {
  private static final String HEAD = "0123abcd4567";
  private static final NessieSpec DESIRED = new NessieSpec(List.of("main"), List.of("silver"));
  private static final Optional<Identity> VERIFIED =
      Optional.of(new Identity("nessie", "t1", new TreeSet<>(Set.of(HEAD)), "a"));
  private static final Seen KNOWN = seen("t1", "a", VERIFIED, Optional.empty(), false, true);
  private static final String REMEMBER = "remember identity:nessie # verified";
  private static final String CLOSE = "close reset:nessie # verified";

  @Test
  void anEmptyCatalogGetsItsNamespaces() {
    assertThat(plan(List.of("main"), List.of("silver", "gold"), Map.of("main", Set.of())))
        .hasToString(
            """
            create namespace:gold on main @0123abcd # missing
            create namespace:silver on main @0123abcd # missing\
            """);
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
            create namespace:a.b.c on main @0123abcd # missing\
            """);
  }

  @Test
  void aNewBranchInheritsFromTheDefaultBranch() {
    assertThat(plan(List.of("main", "dev"), List.of("silver"), Map.of("main", Set.of())))
        .hasToString(
            """
            create namespace:silver on main @0123abcd # missing
            create branch:dev from main # missing\
            """);
  }

  @Test
  void aNewBranchGetsWhatTheDefaultBranchIsNotAskedToHave() {
    assertThat(plan(List.of("dev"), List.of("gold", "silver"), Map.of("main", Set.of("gold"))))
        .hasToString(
            """
            create branch:dev from main # missing
            create namespace:silver on dev # missing\
            """);
  }

  private static Plan plan(
      List<String> branches, List<String> namespaces, Map<String, Set<String>> seen) {
    TreeMap<String, ObservedBranch> observed = new TreeMap<>();
    seen.forEach((name, present) -> observed.put(name, ObservedBranch.of(HEAD, present)));
    return NessiePlanner.plan(new NessieSpec(branches, namespaces), KNOWN.with(observed));
  }

  @Test
  void firstStartIsNoReset() {
    var first = storage("t1", Optional.empty(), Optional.empty(), false);
    assertThat(plan(Set.of(), first))
        .hasToString("create namespace:silver on main @0123abcd # first start");
    assertThat(plan(Set.of("silver"), first)).hasToString(REMEMBER);
  }

  @Test
  void anotherDatabaseIsAResetThatIsClosedWhenALookFoundEverything() {
    var replaced = storage("t2", VERIFIED, Optional.empty(), false);
    assertThat(plan(Set.of(), replaced))
        .hasToString(
            """
            record reset:nessie # volume replaced
            create namespace:silver on main @0123abcd # data lost\
            """);
    var recorded = storage("t2", VERIFIED, reset("t2", Optional.empty()), false);
    assertThat(plan(Set.of(), recorded))
        .hasToString("create namespace:silver on main @0123abcd # data lost");
    assertThat(plan(Set.of("silver"), recorded)).hasToString(REMEMBER + "\n" + CLOSE);
  }

  @Test
  void aThirdDatabaseDuringTheRepairIsAResetOfItsOwn() {
    var third = storage("t3", VERIFIED, reset("t2", Optional.empty()), false);
    assertThat(plan(Set.of("silver"), third).toString())
        .startsWith("record reset:nessie # volume replaced");
  }

  @Test
  void anOlderStateOfTheSameDatabaseIsAReset() {
    assertThat(plan(Set.of("silver"), storage("t1", VERIFIED, Optional.empty(), true)))
        .hasToString("record reset:nessie # history lost\n" + REMEMBER + "\n" + CLOSE);
    assertThat(
            plan(
                Set.of("silver"),
                storage("t1", VERIFIED, reset("t1", Optional.of(Duration.ofSeconds(1))), true)))
        .as("a second time")
        .hasToString("record reset:nessie # history lost\n" + REMEMBER + "\n" + CLOSE);
  }

  @Test
  void killedBeforeTheEndOnlyTheEndIsMissing() {
    assertThat(
            plan(Set.of("silver"), storage("t1", VERIFIED, reset("t1", Optional.empty()), false)))
        .hasToString(CLOSE);
  }

  @Test
  void aHeadThatMovedIsRememberedWhenItIsDueAndANodeAtOnce() {
    Optional<Identity> older = Optional.of(Identity.of("nessie", "t1", Set.of("99")).on("a"));
    for (boolean due : List.of(true, false)) {
      assertThat(plan(Set.of("silver"), seen("t1", "a", older, Optional.empty(), false, due)))
          .hasToString(due ? REMEMBER : "");
    }
    assertThat(plan(Set.of("silver"), seen("t1", "b", VERIFIED, Optional.empty(), false, false)))
        .hasToString(REMEMBER);
    assertThat(plan(Set.of("silver"), seen("t1", "", VERIFIED, Optional.empty(), false, false)))
        .as("a node that is not known is no other node")
        .isEqualTo(Plan.EMPTY);
  }

  private static Plan plan(Set<String> present, Seen storage) {
    TreeMap<String, ObservedBranch> branches = new TreeMap<>();
    branches.put("main", ObservedBranch.of(HEAD, present));
    ObservedNessie observed = storage.with(branches);
    assertThat(NessiePlanner.plan(DESIRED, observed))
        .isEqualTo(NessiePlanner.plan(DESIRED, observed));
    return NessiePlanner.plan(DESIRED, observed);
  }

  private static Seen storage(
      String id, Optional<Identity> remembered, Optional<Reset> last, boolean headLost) {
    return seen(id, "a", remembered, last, headLost, false);
  }

  private record Seen(Storage storage, boolean headLost, boolean headDue) {
    ObservedNessie with(TreeMap<String, ObservedBranch> branches) {
      return new ObservedNessie("main", branches, storage, headLost, headDue);
    }
  }

  private static Seen seen(
      String id,
      String node,
      Optional<Identity> remembered,
      Optional<Reset> last,
      boolean headLost,
      boolean headDue) {
    return new Seen(new Storage("nessie", id, node, remembered, last), headLost, headDue);
  }

  private static Optional<Reset> reset(String id, Optional<Duration> recovery) {
    return Optional.of(
        new Reset(
            "nessie",
            Reset.Reason.VOLUME_REPLACED,
            id,
            Instant.EPOCH,
            List.of("namespace:silver"),
            recovery));
  }
}
