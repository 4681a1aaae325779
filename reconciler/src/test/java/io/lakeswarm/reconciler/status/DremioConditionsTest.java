package io.lakeswarm.reconciler.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DremioConditionsTest {
  private static final Instant NOW = Instant.EPOCH;

  @Test
  void sourcesWaitForBothOfTheirServers() {
    Map<ConditionType, Condition> known = new EnumMap<>(ConditionType.class);
    assertThat(DremioConditions.blocked(known)).contains("MinioBootstrap is not True");

    known.put(
        ConditionType.MINIO_BOOTSTRAP,
        Condition.isTrue(ConditionType.MINIO_BOOTSTRAP, "Verified", "", NOW));
    assertThat(DremioConditions.blocked(known)).contains("NessieBootstrap is not True");

    known.put(
        ConditionType.NESSIE_BOOTSTRAP,
        Condition.unknown(ConditionType.NESSIE_BOOTSTRAP, "Waiting", "", NOW));
    assertThat(DremioConditions.blocked(known)).contains("NessieBootstrap is not True");

    known.put(
        ConditionType.NESSIE_BOOTSTRAP,
        Condition.isTrue(ConditionType.NESSIE_BOOTSTRAP, "Verified", "", NOW));
    assertThat(DremioConditions.blocked(known)).isEmpty();
  }
}
