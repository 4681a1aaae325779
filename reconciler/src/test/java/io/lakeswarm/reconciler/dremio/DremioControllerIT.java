package io.lakeswarm.reconciler.dremio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lakeswarm.reconciler.status.ConditionStatus;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DremioControllerIT {
  private DremioLab lab;

  @AfterEach
  void stop() {
    lab.close();
  }

  @ParameterizedTest
  @EnumSource
  void firstStartMakesUserAndSourcesAndProvesThem(DremioProfile profile) {
    lab = new DremioLab(profile);

    assertThat(lab.pass().plan()).hasToString("create user:admin # no user");
    assertThat(lab.pass().plan())
        .hasToString("create source:nessie # first start\ncreate source:minio # first start");
    DremioLab.Pass last = lab.converge();

    assertThat(last.bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(last.bootstrap().reason()).isEqualTo("Verified");
    assertThat(last.reset().reason()).isEqualTo("NoReset");
    assertThat(lab.server.writes)
        .containsExactly(
            "PUT /apiv2/bootstrap/firstuser", "POST /api/v3/catalog", "POST /api/v3/catalog");
    assertThat(lab.server.settings("nessie").path("nessieEndpoint").asText())
        .isEqualTo("http://nessie:19120/api/v2");
    assertThat(lab.server.settings("nessie").path("awsAccessSecret").asText())
        .isEqualTo(lab.backends.secretKey);
    assertThat(lab.server.settings("minio").path("compatibilityMode").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void idlePassesWriteNothingAndDropNothing(DremioProfile profile) {
    lab = new DremioLab(profile);
    lab.converge();
    lab.server.forgetCalls();

    for (int i = 0; i < 20; i++) {
      lab.rest();
      assertThat(lab.pass().plan().isEmpty()).isTrue();
    }

    assertThat(lab.server.writes).isEmpty();
    assertThat(lab.server.metadataDropped()).isEmpty();
    assertThat(lab.server.restarts()).isEmpty();
    assertThat(lab.server.calls).as("status and one read a source").hasSize(20 * 3);
  }

  @ParameterizedTest
  @EnumSource
  void aNewProcessProvesOnceAndChangesNothing(DremioProfile profile) {
    lab = new DremioLab(profile);
    lab.converge();
    lab.restart();
    lab.server.forgetCalls();

    assertThat(lab.pass().plan())
        .hasToString(
            "verify engine:dremio # not verified yet\n"
                + "verify source:nessie # not verified yet\n"
                + "verify source:minio # not verified yet");
    assertThat(lab.pass().plan().isEmpty()).isTrue();
    assertThat(lab.server.writes).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void driftIsRepairedWithoutTheSecret(DremioProfile profile) {
    lab = new DremioLab(profile);
    lab.converge();
    lab.server.edit("minio", config -> config.put("maxCacheSpacePct", 50));
    lab.server.edit("nessie", config -> config.put("awsRootPath", "elsewhere"));

    assertThat(lab.pass().plan().toString())
        .contains("update source:nessie awsRootPath @")
        .contains("update source:minio maxCacheSpacePct @")
        .contains("# settings differ");
    assertThat(lab.converge().bootstrap().status()).isEqualTo(ConditionStatus.TRUE);

    assertThat(lab.server.settings("minio").path("maxCacheSpacePct").asInt()).isEqualTo(100);
    assertThat(lab.server.settings("nessie").path("awsRootPath").asText()).isEqualTo("warehouse");
    assertThat(lab.server.settings("minio").path("accessSecret").asText())
        .isEqualTo(lab.backends.secretKey);
    assertThat(lab.server.metadataDropped()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatOnlyLooksDifferentIsNeitherDriftNorWritten(DremioProfile profile) {
    lab = new DremioLab(profile);
    lab.converge();
    lab.server.edit(
        "minio",
        config -> {
          ArrayNode properties = config.withArray("/propertyList");
          properties.add(properties.remove(0));
          config.remove("enableAsync");
        });
    lab.server.forgetCalls();
    assertThat(lab.pass().plan().isEmpty()).isTrue();

    lab.server.edit("minio", config -> config.put("maxCacheSpacePct", 50));
    lab.converge();

    assertThat(lab.server.writes).hasSize(1);
    assertThat(lab.server.metadataDropped()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aRotatedSecretIsSentOnce(DremioProfile profile) {
    lab = new DremioLab(profile);
    lab.converge();
    lab.backends.secretKey = "rotated-secret";
    lab.secrets.put("aws_secret_access_key", "rotated-secret");
    lab.server.forgetCalls();

    DremioLab.Pass pass = lab.pass();
    assertThat(pass.plan().toString())
        .contains("update source:nessie secret @")
        .contains("update source:minio secret @")
        .contains("# secret rotated");
    assertThat(pass.toString()).doesNotContain("rotated-secret").doesNotContain("LAKEKEYNAME");
    assertThat(lab.converge().bootstrap().status()).isEqualTo(ConditionStatus.TRUE);

    assertThat(lab.server.settings("minio").path("accessSecret").asText())
        .isEqualTo("rotated-secret");
    assertThat(lab.server.writes).hasSize(2);
    assertThat(lab.server.metadataDropped()).containsOnlyKeys("minio").containsEntry("minio", 1);
    assertThat(lab.memory.fact("dremio.secret.minio").orElseThrow())
        .doesNotContain("rotated-secret");
  }

  @ParameterizedTest
  @EnumSource
  void aWipedVolumeIsFilledAgain(DremioProfile profile) {
    lab = new DremioLab(profile);
    lab.converge();
    lab.server.wipe();
    lab.server.forgetCalls();
    lab.rest();

    assertThat(lab.pass().plan()).hasToString("create user:admin # no user");
    assertThat(lab.pass().plan())
        .hasToString(
            "record reset:dremio # volume replaced\n"
                + "create source:nessie # data lost\n"
                + "create source:minio # data lost");
    DremioLab.Pass last = lab.converge();

    assertThat(last.bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(last.reset().reason()).isEqualTo("VolumeReplaced");
    assertThat(last.reset().message())
        .contains("dremio came up on an empty or another volume")
        .contains("re-applied user:admin, source:nessie, source:minio and verified in");
    assertThat(lab.server.writes)
        .containsExactly(
            "PUT /apiv2/bootstrap/firstuser", "POST /api/v3/catalog", "POST /api/v3/catalog");
  }

  @ParameterizedTest
  @EnumSource
  void aRestartCostsNothing(DremioProfile profile) {
    lab = new DremioLab(profile);
    lab.converge();
    lab.server.restart();
    lab.server.forgetCalls();

    assertThat(lab.pass().plan().isEmpty()).isTrue();
    assertThat(lab.server.calls).doesNotContain("POST /apiv2/login");
  }

  @ParameterizedTest
  @EnumSource
  void anOldTokenIsReplaced(DremioProfile profile) {
    lab = new DremioLab(profile);
    lab.converge();
    lab.clock.advance(Duration.ofHours(31));
    lab.server.forgetCalls();

    assertThat(lab.pass().plan().isEmpty()).isTrue();
    assertThat(lab.server.calls).containsOnlyOnce("POST /apiv2/login");
    assertThat(lab.server.writes).isEmpty();
  }
}
