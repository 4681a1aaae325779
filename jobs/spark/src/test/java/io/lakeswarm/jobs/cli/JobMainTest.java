package io.lakeswarm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobMainTest {
  @Test
  void tellsTheCallerHowItEnded() {
    assertThat(JobMain.exitCode("x", () -> {})).isZero();
    assertThat(codeOf(new JobFailure("Cannot do it: no. Stop."))).isEqualTo(1);
    assertThat(codeOf(new IllegalStateException("unforeseen"))).isEqualTo(1);
    assertThat(codeOf(new UsageException("--x is missing"))).isEqualTo(2);
  }

  private static int codeOf(RuntimeException failure) {
    return JobMain.exitCode(
        "x",
        () -> {
          throw failure;
        });
  }
}
