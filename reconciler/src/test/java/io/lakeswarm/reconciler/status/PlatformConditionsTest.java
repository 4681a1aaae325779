package io.lakeswarm.reconciler.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.observed.KitService;
import io.lakeswarm.reconciler.observed.KitTask;
import io.lakeswarm.reconciler.observed.ObservedPlatform;
import io.lakeswarm.reconciler.observed.SwarmNode;
import io.lakeswarm.reconciler.observed.TaskState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlatformConditionsTest {
  private static final String PIN = "lakeswarm.minio";

  @Test
  void theLabelIsWhereTheDataWasProven() {
    assertThat(nodes(Set.of("a"), "a").reason()).isEqualTo("AllReady");
    assertThat(nodes(Set.of("a"), "").reason()).as("before the first proof").isEqualTo("AllReady");
  }

  @Test
  void aMovedLabelIsToldBeforeTheServiceStarts() {
    Condition moved = nodes(Set.of("b"), "a");

    assertThat(moved.status()).isEqualTo(ConditionStatus.FALSE);
    assertThat(moved.reason()).isEqualTo("PinnedLabelMoved");
    assertThat(moved.message())
        .contains("lakeswarm.minio=true stands on b")
        .contains("minio was last verified on a");
  }

  @Test
  void aLabelOnTwoNodesIsTold() {
    assertThat(nodes(Set.of("a", "b"), "a"))
        .satisfies(it -> assertThat(it.reason()).isEqualTo("LabelledTwice"))
        .satisfies(it -> assertThat(it.message()).contains("(a, b)").contains("only on a"));
  }

  @Test
  void aLabelOnNoNodeIsTold() {
    assertThat(nodes(Set.of(), "a"))
        .satisfies(it -> assertThat(it.reason()).isEqualTo("PinnedLabelMissing"))
        .satisfies(it -> assertThat(it.message()).contains("verified on a: set it there"));
  }

  @Test
  void aNodeThatIsDownComesFirst() {
    ObservedPlatform observed =
        new ObservedPlatform(
            List.of(service()),
            List.of(node("a", true, Set.of(PIN)), node("b", false, Set.of(PIN))),
            Map.of("minio", "a"));

    assertThat(of(observed))
        .satisfies(it -> assertThat(it.reason()).isEqualTo("NodesDown"))
        .satisfies(it -> assertThat(it.message()).startsWith("Not ready: a.").contains("Several"));
  }

  private static Condition nodes(Set<String> labelled, String home) {
    List<SwarmNode> nodes =
        List.of("a", "b", "c").stream()
            .map(host -> node(host, false, labelled.contains(host) ? Set.of(PIN) : Set.of()))
            .toList();
    Map<String, String> homes = home.isEmpty() ? Map.of() : Map.of("minio", home);
    return of(new ObservedPlatform(List.of(service()), nodes, homes));
  }

  private static Condition of(ObservedPlatform observed) {
    return PlatformConditions.of(observed, Instant.EPOCH).stream()
        .filter(condition -> condition.type() == ConditionType.NODES_AVAILABLE)
        .findFirst()
        .orElseThrow();
  }

  private static KitService service() {
    return new KitService(
        "id",
        "minio",
        "lakehouse_minio",
        1,
        List.of(new KitTask("t", "a", TaskState.RUNNING, "")),
        List.of(PIN));
  }

  private static SwarmNode node(String host, boolean missing, Set<String> pins) {
    Map<String, String> facts = new HashMap<>();
    facts.put("node.hostname", host);
    pins.forEach(pin -> facts.put("node.labels." + pin, "true"));
    return new SwarmNode("id-" + host, missing ? "down" : "ready", "active", facts);
  }
}
