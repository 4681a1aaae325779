package io.lakeswarm.reconciler.lists;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.plan.Cause;
import io.lakeswarm.reconciler.status.Component;
import io.lakeswarm.reconciler.status.ConditionType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be said in several places is said in all of them. */
class ListsAgreeTest {
  /** The pages with the reasons of status/…Conditions.java. */
  private static final Map<String, List<String>> PAGES =
      Map.ofEntries(
          Map.entry("Airflow", List.of("Airflow")),
          Map.entry("Catalog", List.of("CatalogInconsistent")),
          Map.entry("Dremio", List.of("DremioBootstrap")),
          Map.entry("Minio", List.of("MinioBootstrap")),
          Map.entry("Monitoring", List.of("Monitoring")),
          Map.entry("Nessie", List.of("NessieBootstrap")),
          Map.entry("Pin", List.of("NodesAvailable")),
          Map.entry("Platform", List.of("CoreServices", "NodesAvailable", "SwarmReachable")),
          Map.entry("Reset", List.of("VolumeReset")),
          Map.entry("Service", List.of("ServiceDrift")),
          Map.entry("Spark", List.of("SparkWorkers")));

  static Stream<KitList> lists() {
    return KitLists.every();
  }

  @ParameterizedTest
  @MethodSource("lists")
  void theListAgrees(KitList list) {
    String text = list.text().get();
    assertThat(list.entries(text)).as(list.name()).hasSizeGreaterThan(2);
    assertThat(list.problems(text)).isEmpty();
  }

  /** What the list lacks already is the other test's finding, reported once. */
  @ParameterizedTest
  @MethodSource("lists")
  void eachEntryThatIsRemovedIsMissedByName(KitList list) {
    String text = list.text().get();
    List<String> before = list.problems(text);
    Set<String> entries = list.entries(text);
    entries.retainAll(list.expected().get());
    for (String entry : entries) {
      assertThat(list.problems(list.without(text, entry)))
          .filteredOn(problem -> !before.contains(problem))
          .containsExactly(list.name() + " lacks " + entry);
    }
  }

  @ParameterizedTest
  @EnumSource(ConditionType.class)
  void aConditionsPageHasTheFourParts(ConditionType type) {
    assertThat(KitFiles.names("docs/conditions", ".md")).contains(type.text() + ".md");
    String page = KitFiles.read("docs/conditions/" + type.text() + ".md");
    assertThat(KitFiles.all(page, "^## (\\w+)$"))
        .as(type.text())
        .containsExactly("Diagnosis", "Impact", "Meaning", "Mitigation");
    assertThat(page).startsWith("# " + type.text() + "\n");
  }

  static Stream<String> sources() {
    return PAGES.keySet().stream().sorted();
  }

  @Test
  void everySourceOfReasonsHasItsPages() {
    assertThat(PAGES.keySet())
        .as("PAGES of this test and status/*Conditions.java")
        .containsExactlyInAnyOrderElementsOf(KitFiles.reasons().keySet());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void everyReasonStandsOnThePageOfItsCondition(String source) {
    Set<String> documented = new TreeSet<>();
    for (String page : PAGES.get(source)) {
      String text = KitFiles.read("docs/conditions/" + page + ".md");
      documented.addAll(
          KitFiles.all(KitFiles.between(text, "## Meaning", "## Impact"), "`(\\w+)`"));
    }
    assertThat(documented)
        .as(PAGES.get(source).toString())
        .containsAll(KitLists.reasonsOf(source).get());
  }

  @Test
  void everyActionHasItsSeriesFromTheStart() {
    Set<String> verbs = KitFiles.all(KitFiles.read(ACTIONS), "^\\S+: (\\S+) ");
    assertThat(Cause.BY_VERB.keySet()).containsExactlyInAnyOrderElementsOf(verbs);
  }

  @Test
  void aComponentsServicesAreServicesOfTheKit() {
    for (Component component : Component.values()) {
      assertThat(io.lakeswarm.reconciler.desired.KitServices.NAMES).contains(component.service());
      if (component.isBootstrapped()) {
        assertThat(KitFiles.read("swarm-init.sh")).contains(" " + component.volume());
      }
    }
  }

  private static final String ACTIONS = "reconciler/src/test/resources/plan/actions.txt";
}
