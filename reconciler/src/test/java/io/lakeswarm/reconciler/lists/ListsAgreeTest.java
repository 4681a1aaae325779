package io.lakeswarm.reconciler.lists;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.plan.Cause;
import io.lakeswarm.reconciler.status.Component;
import io.lakeswarm.reconciler.status.ConditionType;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be said in several places is said in all of them. */
class ListsAgreeTest {

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

  @ParameterizedTest
  @MethodSource("lists")
  void eachEntryThatIsRemovedIsMissedByName(KitList list) {
    String text = list.text().get();
    for (String entry : list.entries(text)) {
      assertThat(list.problems(list.without(text, entry)))
          .containsExactly(list.name() + " lacks " + entry);
    }
  }

  @ParameterizedTest
  @EnumSource(ConditionType.class)
  void aConditionsPageHasTheFourParts(ConditionType type) {
    String page = KitFiles.read("docs/conditions/" + type.text() + ".md");
    assertThat(KitFiles.all(page, "^## (\\w+)$"))
        .as(type.text())
        .containsExactly("Diagnosis", "Impact", "Meaning", "Mitigation");
    assertThat(page).startsWith("# " + type.text() + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "Airflow, Airflow",
    "Catalog, CatalogInconsistent",
    "Dremio, DremioBootstrap",
    "Minio, MinioBootstrap",
    "Monitoring, Monitoring",
    "Nessie, NessieBootstrap",
    "Pin, NodesAvailable",
    "Reset, VolumeReset",
    "Service, ServiceDrift",
    "Spark, SparkWorkers"
  })
  void everyReasonStandsOnThePageOfItsCondition(String source, String page) {
    Set<String> documented =
        KitFiles.all(
            KitFiles.between(
                KitFiles.read("docs/conditions/" + page + ".md"), "## Meaning", "## Impact"),
            "`(\\w+)`");
    assertThat(documented).containsAll(KitLists.reasonsOf(source).get());
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
