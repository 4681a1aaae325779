package io.lakeswarm.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditLineTest {
  private static final String JOB = "airflow-breweries-ingest-f0dd92c26d";
  private static final String CREATED =
      """
      {"time":"2026-11-30T09:16:00.25Z","level":"INFO","msg":"docker","client":"airflow",\
      "from":"10.77.1.4:40414","method":"POST","path":"/v1.41/services/create","object":"%s",\
      "rule":"job.create","outcome":"allowed","why":"","status":201,"body":"44136fa355b3678a",\
      "ms":12}\
      """
          .formatted(JOB);

  @Test
  void theGuardsLinesAreReadAndOthersLeftOut() {
    String log =
        "2026-11-30T09:15:00Z Cannot guard the engine: no token.\n"
            + "2026-11-30T09:16:00.250000001Z "
            + CREATED
            + "\n";
    assertThat(AuditLine.in(log))
        .containsExactly(
            new AuditLine(
                Instant.parse("2026-11-30T09:16:00.250Z"),
                "airflow",
                "POST",
                "/v1.41/services/create",
                JOB,
                "job.create",
                "allowed",
                201,
                "44136fa355b3678a"));
  }

  @Test
  void aLineWithoutAFieldIsNoLine() {
    String line = CREATED.replace("\"body\":\"44136fa355b3678a\",", "");
    assertThatThrownBy(() -> AuditLine.in(line)).hasMessageContaining("body");
  }

  @ParameterizedTest
  @CsvSource({
    "job.create, 201, service create",
    "job.remove, 200, service remove",
    "config.create, 201, config create",
    "config.remove, 204, config remove",
    "config.label, 200, config update",
    "service.scale, 200, service update",
  })
  void aWriteHasTheEnginesEvent(String rule, int status, String event) {
    assertThat(line(rule, "allowed", status).event()).contains(event + " " + JOB);
  }

  @Test
  void whatTheGuardOrTheEngineRefusedHasNoEvent() {
    assertThat(line("job.shape", "refused", 403).event()).isEmpty();
    assertThat(line("engine", "failed", 404).event()).isEmpty();
    assertThat(line("job.create", "allowed", 409).event()).isEmpty();
  }

  @Test
  void anUnknownRuleIsNotPassedOver() {
    assertThatThrownBy(() -> line("volume.create", "allowed", 201).event())
        .hasMessageContaining("volume.create");
  }

  @Test
  void onlyAReadThatWasLetThroughHasNoLine() {
    List<AuditLine> lines =
        List.of(
            line("read", "allowed", 200),
            line("read", "refused", 403),
            line("job.create", "allowed", 201));
    assertThat(lines)
        .extracting(line -> line.decision().isAllowedRead())
        .containsExactly(true, false, false);
  }

  private static AuditLine line(String rule, String outcome, int status) {
    String json =
        CREATED
            .replace("job.create", rule)
            .replace("\"allowed\"", "\"" + outcome + "\"")
            .replace("201", String.valueOf(status));
    return AuditLine.in(json).get(0);
  }
}
