package io.lakeswarm.reconciler.dremio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DremioSpec;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.status.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong around an engine, the same for each release. */
abstract class DremioTrouble {
  private static final Duration WAKE_UP = Duration.ofMillis(250);

  private final DremioLab lab;

  DremioTrouble(DremioProfile profile) {
    lab = new DremioLab(profile);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void anEngineThatNobodyDeployedIsUnknownAndAskedSeldom() {
    lab.deployed = false;
    lab.server.close();

    DremioLab.Pass pass = lab.pass();

    assertThat(pass.plan().isEmpty()).isTrue();
    assertThat(pass.bootstrap().status()).isEqualTo(ConditionStatus.UNKNOWN);
    assertThat(pass.bootstrap().reason()).isEqualTo("NotDeployed");
    assertThat(lab.pass().bootstrap().reason()).isEqualTo("NotDeployed");
    lab.deployed = true;
    lab.clock.advance(Duration.ofSeconds(5));
    assertThatThrownBy(lab::pass)
        .isInstanceOf(ReconcileException.Waiting.class)
        .hasMessageContaining("ConnectException");
  }

  @Test
  void aStartingEngineIsAskedTwelveTimesAMinuteAtMostOnceItIsLate() {
    lab.server.starting(true);
    wakeFor(Duration.ofSeconds(62), ReconcileException.Waiting.class);
    lab.server.forgetCalls();

    wakeFor(Duration.ofMinutes(2), ReconcileException.Waiting.class);

    assertThat(lab.server.calls).hasSizeBetween(20, 24).containsOnly("GET /apiv2/server_status");
    lab.server.starting(false);
    lab.clock.advance(Duration.ofSeconds(5));
    assertThat(lab.converge().bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
  }

  @Test
  void aWrongPasswordIsToldAndNotTriedInAHotLoop() {
    lab.converge();
    lab.secrets.put("dremio_password", "An0ther-password");
    lab.restart();

    assertThatThrownBy(lab::pass)
        .isInstanceOf(ReconcileException.Stalled.class)
        .hasMessageContaining("secret dremio_password")
        .hasMessageNotContaining("An0ther-password");
    lab.server.forgetCalls();
    wakeFor(Duration.ofMinutes(2), ReconcileException.Stalled.class);

    assertThat(lab.server.calls).hasSizeBetween(18, 24);
    assertThat(lab.server.calls).filteredOn("POST /apiv2/login"::equals).hasSizeLessThan(9);
    assertThat(lab.server.writes).isEmpty();
    lab.secrets.put("dremio_password", DremioLab.PASSWORD);
    lab.clock.advance(Duration.ofSeconds(15));
    assertThat(lab.converge().bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
  }

  @Test
  void aPasswordThatDremioRefusesIsTold() {
    lab.secrets.put("dremio_password", "onlyletters");

    DremioLab.Pass pass = lab.pass();

    assertThat(pass.bootstrap().reason()).isEqualTo("ApplyFailed");
    assertThat(pass.bootstrap().message())
        .contains("at least one number")
        .contains(".secrets/dremio_password")
        .doesNotContain("onlyletters");
  }

  @Test
  void somebodyElseMadeTheFirstUserMeanwhile() {
    // Between the look and the write.
    lab.secrets.put("dremio_password", "Their-passw0rd");
    DremioClient them = new DremioClient(lab.server.uri(), DremioClient.SLOW);
    var observed = lab.observe();
    assertThat(them.createFirstUser(DremioLab.PASSWORD).status()).isEqualTo(200);

    StepResult lost = lab.apply(observed).results().get(0);

    assertThat(lost.outcome()).isEqualTo(StepResult.Outcome.REFUSED);
    assertThatThrownBy(lab::pass).isInstanceOf(ReconcileException.Stalled.class);
  }

  @Test
  void sourcesWaitForTheirServers() {
    lab.blocked = Optional.of("NessieBootstrap is not True");

    lab.pass();
    DremioLab.Pass pass = lab.pass();

    assertThat(pass.bootstrap().status()).isEqualTo(ConditionStatus.UNKNOWN);
    assertThat(pass.bootstrap().message()).contains("NessieBootstrap is not True");
    assertThat(pass.again()).contains(Duration.ofSeconds(5));
    assertThat(lab.server.calls).doesNotContain("POST /api/v3/catalog");
    lab.blocked = Optional.empty();
    assertThat(lab.converge().bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
  }

  @Test
  void aRefusedCreationIsToldAndTriedAgain() {
    lab.backends.catalogUp = false;

    lab.pass();
    DremioLab.Pass pass = lab.pass();

    assertThat(pass.bootstrap().reason()).isEqualTo("ApplyFailed");
    assertThat(pass.bootstrap().message())
        .contains("Cannot create the source nessie")
        .contains("Make sure that Nessie endpoint URL");
    lab.backends.catalogUp = true;
    assertThat(lab.converge().bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
  }

  @Test
  void aCreationWhoseAnswerIsLostIsAdopted() {
    lab.patience = Duration.ofMillis(500);
    lab.restart();
    lab.pass();
    lab.server.holdWrites();

    DremioLab.Pass lost = lab.pass();
    assertThat(lost.report().failure().orElseThrow().detail()).contains("no answer within 500 ms");
    lab.server.answerWrites();
    await().until(() -> lab.server.writes.contains("POST /api/v3/catalog"));
    DremioLab.Pass last = lab.converge();

    assertThat(last.bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(lab.server.writes).filteredOn("POST /api/v3/catalog"::equals).hasSize(2);
    assertThat(lab.server.restarts()).isEmpty();
  }

  @Test
  void aChangedSecretWhoseAnswerIsLostIsSentOnce() {
    lab.patience = Duration.ofMillis(500);
    lab.restart();
    lab.converge();
    lab.backends.secretKey = "rotated-secret";
    lab.secrets.put("aws_secret_access_key", "rotated-secret");
    lab.server.forgetCalls();
    lab.server.holdWrites();

    DremioLab.Pass lost = lab.pass();
    assertThat(lost.report().failure().orElseThrow().detail()).contains("no answer within 500 ms");
    lab.server.answerWrites();
    DremioLab.Pass last = lab.converge();

    assertThat(last.bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(lab.server.writes).as("one a source").hasSize(2);
    assertThat(lab.server.metadataDropped()).containsOnlyKeys("minio").containsEntry("minio", 1);
  }

  @Test
  void aBadSourceIsReportedAndLeftAlone() {
    lab.converge();
    lab.server.forgetCalls();
    lab.backends.storeUp = false;
    lab.clock.advance(Duration.ofSeconds(61));

    for (int i = 0; i < 5; i++) {
      DremioLab.Pass pass = lab.pass();
      assertThat(pass.bootstrap().status()).isEqualTo(ConditionStatus.FALSE);
      assertThat(pass.bootstrap().reason()).isEqualTo("SourceBad");
      assertThat(pass.bootstrap().message()).contains("source minio bad: Unable to connect");
      lab.rest();
    }

    assertThat(lab.server.writes).isEmpty();
    lab.backends.storeUp = true;
    lab.clock.advance(Duration.ofSeconds(61));
    assertThat(lab.converge().bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(lab.server.writes).isEmpty();
  }

  @Test
  void aSourceOfAnotherTypeIsReportedAndTheOthersAreKept() {
    lab.converge();
    List<DremioSpec.Source> sources = DremioLab.KIT.dremio().sources();
    DremioSpec.Source minio = sources.get(1);
    lab.desired =
        with(
            new DremioSpec.Source(
                minio.name(),
                DremioSpec.SourceType.NESSIE,
                "http://nessie:19120/api/v2",
                Optional.of("warehouse"),
                "spark"));
    lab.server.edit("nessie", config -> config.put("maxCacheSpacePct", 7));
    lab.server.forgetCalls();

    DremioLab.Pass last = lab.converge();

    assertThat(last.bootstrap().reason()).isEqualTo("Stalled");
    assertThat(last.bootstrap().message())
        .contains("Cannot keep the source minio: in Dremio it is of type S3, not NESSIE");
    assertThat(lab.server.writes).hasSize(1).allMatch(write -> write.startsWith("PUT"));
    assertThat(lab.server.settings("nessie").path("maxCacheSpacePct").asInt()).isEqualTo(100);
  }

  @Test
  void sourcesFoundWithoutMemoryAreTakenOverWithoutLoss() {
    lab.converge();
    DremioLab.Pass last = lab.convergeWithoutMemory();

    assertThat(last.bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(lab.server.metadataDropped()).isEmpty();
    assertThat(lab.server.restarts()).containsOnlyKeys("nessie").containsEntry("nessie", 1);
  }

  @Test
  void aSourceThatAPersonChangesBetweenLookAndWriteIsLookedAtAgain() {
    lab.converge();
    lab.server.edit("minio", config -> config.put("maxCacheSpacePct", 7));
    var observed = lab.observe();
    lab.server.edit("minio", config -> config.put("maxCacheSpacePct", 8));

    StepResult refused = lab.apply(observed).results().get(0);

    assertThat(refused.outcome()).isEqualTo(StepResult.Outcome.REFUSED);
    assertThat(lab.converge().bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(lab.server.settings("minio").path("maxCacheSpacePct").asInt()).isEqualTo(100);
  }

  @Test
  void theVolumeGoneUnderTheProcessIsNotTakenForAFirstStart() {
    lab.converge();
    lab.server.loseVolume();
    lab.server.forgetCalls();

    assertThatThrownBy(lab::pass).isInstanceOf(ReconcileException.Stalled.class);
    assertThat(lab.server.writes).isEmpty();
  }

  private static DesiredState with(DremioSpec.Source minio) {
    DesiredState kit = DremioLab.KIT;
    return new DesiredState(
        kit.workers(),
        kit.minio(),
        kit.nessie(),
        new DremioSpec(List.of(kit.dremio().sources().get(0), minio)),
        kit.services());
  }

  /** Wakes the loop four times a second. */
  private void wakeFor(Duration time, Class<? extends ReconcileException> expected) {
    for (Duration spent = Duration.ZERO; spent.compareTo(time) < 0; spent = spent.plus(WAKE_UP)) {
      assertThatThrownBy(lab::pass).isInstanceOf(expected);
      lab.clock.advance(WAKE_UP);
    }
  }
}
