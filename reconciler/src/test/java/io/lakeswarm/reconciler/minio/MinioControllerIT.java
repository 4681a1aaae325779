package io.lakeswarm.reconciler.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.status.ConditionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinioControllerIT {
  private static final Credentials USER = new Credentials("lake-key", "lake-secret/+1");

  private final FakeMinio server = new FakeMinio();
  private final MinioLab lab = new MinioLab(server.uri(), FakeMinio.ROOT, USER);

  @AfterEach
  void stop() {
    server.close();
    server.assertNothingBroken();
  }

  @Test
  void firstStartMakesEverythingAndProvesIt() {
    MinioLab.Pass pass = lab.pass();

    assertThat(pass.bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(pass.bootstrap().reason()).isEqualTo("Verified");
    assertThat(pass.reset().status()).isEqualTo(ConditionStatus.FALSE);
    assertThat(server.storage.buckets).containsOnlyKeys("wsl", "warehouse");
    assertThat(server.storage.buckets.values()).allMatch(java.util.Map::isEmpty);
    assertThat(server.storage.users.get("lake-key"))
        .isEqualTo(new FakeStorage.User("lake-secret/+1", true, "lake-readwrite"));
    assertThat(server.writes)
        .contains("PUT /wsl/.lakeswarm/probe-spark", "DELETE /warehouse/.lakeswarm/probe-spark");
    assertThat(lab.pass().reset().reason()).isEqualTo("NoReset");
  }

  @Test
  void idlePassesWriteNothing() {
    lab.pass();
    server.forgetCalls();

    for (int i = 0; i < 5; i++) {
      assertThat(lab.pass().plan().isEmpty()).isTrue();
    }

    assertThat(server.writes).isEmpty();
    assertThat(server.calls).hasSizeLessThanOrEqualTo(5 * 12);
  }

  @Test
  void aNewProcessProvesOnceAndChangesNothing() {
    lab.pass();
    lab.restart();
    server.forgetCalls();

    assertThat(lab.pass().plan()).hasToString("verify user:spark # not verified yet");
    assertThat(lab.pass().plan().isEmpty()).isTrue();
    assertThat(server.writes).hasSize(4).allMatch(write -> write.contains("/.lakeswarm/probe-"));
  }

  @Test
  void aReplacedVolumeIsFilledAgainAndTold() {
    lab.pass();
    server.storage.replaceVolume();
    lab.clock.advance(Duration.ofMinutes(1));

    assertThat(lab.pass().bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
    lab.restart();
    MinioLab.Pass after = lab.pass();

    assertThat(server.storage.users).containsKey("lake-key");
    assertThat(after.reset().status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(after.reset().reason()).isEqualTo("VolumeReplaced");
    assertThat(after.reset().message())
        .contains("seen 2026-01-01T00:01:00Z")
        .contains("re-applied bucket:wsl, bucket:warehouse, policy:lake-readwrite, user:spark")
        .contains("verified in 0.0 s");
    lab.clock.advance(Duration.ofHours(24));
    assertThat(lab.pass().reset().reason()).isEqualTo("ResetLongAgo");
  }

  @Test
  void whatIsForgottenIsProvenAgain() {
    lab.pass();
    server.forgetCalls();
    lab.forget();

    assertThat(lab.pass().plan().toString()).startsWith("verify user:spark # ");
    assertThat(server.writes).contains("PUT /wsl/.lakeswarm/probe-spark");
    assertThat(lab.pass().plan().isEmpty()).isTrue();
  }

  @Test
  void bucketsRemovedUnderTheRunningServerAreToldAsLoss() {
    lab.pass();
    server.storage.removeBuckets();

    lab.pass();
    MinioLab.Pass after = lab.pass();

    assertThat(after.plan().isEmpty()).isTrue();
    assertThat(after.reset().reason()).isEqualTo("DataVanished");
    assertThat(server.storage.buckets).containsOnlyKeys("wsl", "warehouse");
  }

  @Test
  void aRecoveryCutOffInTheMiddleIsFinishedByTheNextProcess() {
    lab.pass();
    server.storage.replaceVolume();
    lab.secrets.remove("aws_secret_access_key");
    assertThatThrownBy(lab::pass).isInstanceOf(ReconcileException.Stalled.class);
    lab.secrets.put("aws_secret_access_key", "short");

    assertThat(lab.pass().bootstrap().reason()).isEqualTo("ApplyFailed");
    lab.secrets.put("aws_secret_access_key", USER.secretKey());
    lab.restart();
    lab.clock.advance(Duration.ofSeconds(90));
    MinioLab.Pass second = lab.pass();

    assertThat(second.plan().toString()).doesNotContain("record reset").contains("close reset");
    assertThat(lab.pass().reset().message()).contains("verified in 90.0 s");
  }

  @Test
  void theNodeIsRememberedAlsoAfterTheVolumeWasMovedWithItsData() {
    lab.pass();
    for (String node : List.of("host-a", "host-b")) {
      lab.node = node;
      assertThat(lab.pass().plan()).hasToString("remember identity:minio # verified");
      assertThat(lab.facts.identity("minio").orElseThrow().node()).isEqualTo(node);
    }
    lab.node = "";
    assertThat(lab.pass().plan().isEmpty()).isTrue();
    assertThat(lab.pass().reset().reason()).isEqualTo("NoReset");
  }

  @Test
  void driftIsRepaired() {
    lab.pass();
    server.storage.users.put("lake-key", new FakeStorage.User("other-secret", true, ""));
    server.storage.policies.put(
        "lake-readwrite",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\"],\"Resource\":[\"*\"]}]}");
    server.storage.versioning.put("wsl", "Enabled");

    assertThat(lab.pass().plan())
        .hasToString(
            """
            set bucket:wsl versioning suspended # versioning differs
            put policy:lake-readwrite # content differs
            put user:spark # secret differs
            map user:spark -> lake-readwrite # mapping differs
            verify user:spark # changed\
            """);
    assertThat(lab.pass().plan().isEmpty()).isTrue();
    assertThat(server.storage.users.get("lake-key").secret()).isEqualTo(USER.secretKey());
  }

  @Test
  void aRotatedSecretIsSet() {
    lab.pass();
    lab.secrets.put("aws_secret_access_key", "rotated-secret");

    MinioLab.Pass pass = lab.pass();

    assertThat(pass.plan().toString()).startsWith("put user:spark # secret differs");
    assertThat(pass.bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(pass.toString()).doesNotContain("rotated-secret").doesNotContain("lake-key");
  }

  @Test
  void minioadminMustBeRefused() {
    server.storage.users.put(
        "minioadmin", new FakeStorage.User("minioadmin", true, "lake-readwrite"));

    MinioLab.Pass pass = lab.pass();

    assertThat(pass.bootstrap().reason()).isEqualTo("ProofFailed");
    assertThat(pass.bootstrap().message()).contains("accepts minioadmin");
    assertThat(lab.memory.fact("minio.identity")).isEmpty();
  }

  @Test
  void brokenPolicyFilesAreNamed(@TempDir Path directory) throws IOException {
    lab.restartWithPolicies(directory);
    assertThatThrownBy(lab::pass)
        .isInstanceOf(ReconcileException.Stalled.class)
        .hasMessageContaining("lake-readwrite.json: there is no such file");

    Files.writeString(directory.resolve("lake-readwrite.json"), "{\n  nonsense");
    assertThatThrownBy(lab::pass)
        .isInstanceOf(ReconcileException.Stalled.class)
        .hasMessageContaining("lake-readwrite.json: it is not JSON (line 2");
    assertThat(server.writes).isEmpty();
  }
}
