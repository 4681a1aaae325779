package io.lakeswarm.reconciler.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuditLogTest {

  @Test
  void nothingThatWasSentStartsAnotherLineOrField() {
    assertThat(AuditLog.plain("/api/v1/x\n2026 INFO who=operator\" \u2028\u001b[31m"))
        .isEqualTo("/api/v1/x?2026?INFO?who?operator?????31m");
    assertThat(AuditLog.plain(null)).isEmpty();
  }

  @Test
  void longPathsAreCut() {
    assertThat(AuditLog.plain("/" + "a".repeat(10_000))).hasSize(200);
  }
}
