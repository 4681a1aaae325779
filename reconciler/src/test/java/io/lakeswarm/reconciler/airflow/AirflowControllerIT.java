package io.lakeswarm.reconciler.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.minio.SettableClock;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AirflowControllerIT {
  private final FakeAirflow airflow = new FakeAirflow();
  private final SettableClock clock = new SettableClock();
  private Optional<String> password = Optional.of("right");
  private boolean deployed = true;
  private final AirflowController controller =
      new AirflowController(
          new AirflowClient(airflow.uri(), TestSettings.SOON),
          name -> password,
          () -> deployed,
          clock);

  @AfterEach
  void stop() {
    airflow.close();
  }

  @Test
  void signsInOnceAndThenMakesTwoCallsALook() {
    assertThat(look().reason()).isEqualTo("Healthy");
    airflow.calls.clear();
    look();
    assertThat(airflow.calls)
        .containsExactly("GET /api/v2/monitor/health", "GET /api/v2/importErrors");
  }

  @Test
  void aFileThatCannotBeImportedIsNamedWithTheLastLineOfItsTrace() {
    airflow.broken.put(
        "own/broken.py",
        "Traceback (most recent call last):\n"
            + "  File …\n"
            + "ModuleNotFoundError: No module named 'nope'\n");
    assertThat(look().message())
        .contains("own/broken.py (ModuleNotFoundError: No module named 'nope')");
    airflow.broken.clear();
    assertThat(look().reason()).isEqualTo("Healthy");
  }

  @Test
  void aTokenThatIsNoLongerTakenIsReplacedWithinTheSameLook() {
    look();
    airflow.forgetTokens();
    assertThat(look().reason()).isEqualTo("Healthy");
  }

  @Test
  void withoutItsDatabaseNothingElseIsAsked() {
    airflow.health.put("metadatabase", "unhealthy");
    assertThat(look().reason()).isEqualTo("DatabaseDown");
    assertThat(airflow.calls).containsExactly("GET /api/v2/monitor/health");
  }

  @Test
  void anotherPasswordIsAPersonsQuestionAndIsNotTriedAgainAndAgain() {
    airflow.password = "another";
    for (int second = 0; second < 60; second++) {
      assertThatThrownBy(this::look)
          .isInstanceOf(ReconcileException.Stalled.class)
          .hasMessageContaining("airflow_password")
          .hasMessageNotContaining("right");
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(airflow.calls.stream().filter("POST /auth/token"::equals))
        .hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void aServerInTroubleIsAskedAtMostTwelveTimesAMinute() {
    airflow.failing = true;
    for (int half = 0; half < 120; half++) {
      assertThatThrownBy(this::look)
          .isInstanceOf(ReconcileException.Unobservable.class)
          .hasMessageContaining("it answered 500");
      clock.advance(Duration.ofMillis(500));
    }
    assertThat(airflow.calls).hasSizeBetween(2, 12);
  }

  @Test
  void whoDoesNotAnswerIsUnknownOrNotDeployed() {
    airflow.close();
    assertThatThrownBy(this::look)
        .isInstanceOf(ReconcileException.Unobservable.class)
        .hasMessageContaining("does not answer");
    deployed = false;
    clock.advance(Duration.ofSeconds(6));
    assertThat(look().reason()).isEqualTo("NotDeployed");
    assertThat(look().reason()).as("within the pause").isEqualTo("NotDeployed");
  }

  @Test
  void aMissingSecretIsToldWithItsRemedy() {
    password = Optional.empty();
    assertThatThrownBy(this::look)
        .isInstanceOf(ReconcileException.Stalled.class)
        .hasMessageContaining("Attach the secret to the reconciler's service");
  }

  private Condition look() {
    return controller
        .conditions(
            null, controller.observe(null), Plan.EMPTY, ApplyReport.NOTHING, clock.instant())
        .get(0);
  }
}
