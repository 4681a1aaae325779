package io.lakeswarm.reconciler.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.minio.MapMemory;
import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.plan.ResetAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResetFactsTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final MapMemory memory = new MapMemory();
  private final ResetFacts facts = new ResetFacts(memory);

  @Test
  void whatEarlierVersionsStoredIsReadAndNotWrittenAgain() {
    memory.remember("minio.identity", "{\"deploymentId\":\"d1\",\"buckets\":[\"a\",\"b\"]}");
    memory.remember(
        "minio.lastReset",
        "{\"reason\":\"VOLUME_REPLACED\",\"deploymentId\":\"d1\",\"detectedAt\":"
            + "\"2026-01-01T00:00:00Z\",\"reapplied\":[\"bucket:a\"],\"recoveryMillis\":1500}");
    int before = memory.writes();
    Identity identity = Identity.of("minio", "d1", List.of("b", "a"));

    assertThat(facts.identity("minio")).contains(identity);
    assertThat(facts.lastResets())
        .containsExactly(
            new Reset(
                "minio",
                Reset.Reason.VOLUME_REPLACED,
                "d1",
                T0,
                List.of("bucket:a"),
                Optional.of(Duration.ofMillis(1500))));
    facts.write(new ResetAction.Remember(identity), T0);
    facts.write(new ResetAction.Close("minio", "d1"), T0.plusSeconds(60));
    assertThat(memory.writes()).isEqualTo(before);
  }

  @Test
  void everyComponentHasItsOwn() {
    for (String component : List.of("minio", "nessie", "dremio")) {
      Identity identity = Identity.of(component, component + "-1", List.of("p")).on("host-a");
      facts.write(new ResetAction.Remember(identity), T0);
      facts.write(
          new ResetAction.Record(component, Reset.Reason.HISTORY_LOST, component, List.of("x:y")),
          T0);
      facts.write(new ResetAction.Close(component, component), T0.plusSeconds(2));

      assertThat(facts.identity(component)).contains(identity);
      assertThat(facts.lastReset(component).orElseThrow().recovery())
          .contains(Duration.ofSeconds(2));
    }
    assertThat(facts.lastResets()).extracting(Reset::component).hasSize(3);
  }

  @Test
  void whatIsNotReadableIsNotAbsent() {
    memory.remember("nessie.identity", "nonsense");

    assertThatThrownBy(() -> facts.identity("nessie"))
        .isInstanceOf(ReconcileException.Stalled.class)
        .hasMessageContaining("nessie.identity");
  }
}
