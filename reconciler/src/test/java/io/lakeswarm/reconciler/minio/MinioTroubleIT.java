package io.lakeswarm.reconciler.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.status.ConditionStatus;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MinioTroubleIT {
  private static final Duration WAKE_UP = Duration.ofMillis(50);

  private final FakeMinio server = new FakeMinio();
  private final MinioLab lab =
      new MinioLab(server.uri(), FakeMinio.ROOT, new Credentials("lake-key", "lake-secret"));

  @AfterEach
  void stop() {
    server.close();
    server.assertNothingBroken();
  }

  @Test
  void aStartingServerIsWaitedForAndAskedTwiceASecondAtMost() {
    server.phase = FakeMinio.Phase.STARTING;

    wakeFor(Duration.ofSeconds(30), ReconcileException.Waiting.class);

    assertThat(server.calls).hasSizeBetween(50, 61).containsOnly("GET /minio/health/cluster");
  }

  @Test
  void aServerDownForLongIsAskedTwelveTimesAMinuteAtMost() {
    server.phase = FakeMinio.Phase.STARTING;
    wakeFor(Duration.ofSeconds(62), ReconcileException.Waiting.class);
    server.forgetCalls();

    wakeFor(Duration.ofMinutes(3), ReconcileException.Waiting.class);

    assertThat(server.calls).hasSizeBetween(30, 36);
    server.phase = FakeMinio.Phase.UP;
    lab.clock.advance(Duration.ofSeconds(5));
    assertThat(lab.pass().bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
  }

  @Test
  void halfUpIsWaitedForAndWritesNothing() {
    server.phase = FakeMinio.Phase.USERS_NOT_LOADED;

    ReconcileException.Waiting waiting =
        catchThrowableOfType(ReconcileException.Waiting.class, lab::pass);

    assertThat(waiting.after()).isEqualTo(Duration.ofMillis(500));
    assertThat(server.writes).isEmpty();
    server.phase = FakeMinio.Phase.UP;
    lab.clock.advance(Duration.ofMillis(500));
    assertThat(lab.pass().bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
  }

  @Test
  void aWrongRootPasswordIsToldAndNotTriedInAHotLoop() {
    server.root = new Credentials(FakeMinio.ROOT.accessKey(), "another");

    assertThatThrownBy(lab::pass)
        .isInstanceOf(ReconcileException.Stalled.class)
        .hasMessageContaining("secret minio_root_password")
        .hasMessageContaining("make swarm_deploy")
        .hasMessageNotContaining(FakeMinio.ROOT.secretKey())
        .hasMessageNotContaining(FakeMinio.ROOT.accessKey());
    server.forgetCalls();
    wakeFor(Duration.ofMinutes(2), ReconcileException.Stalled.class);

    assertThat(server.calls).hasSizeBetween(20, 24);
    server.root = FakeMinio.ROOT;
    lab.clock.advance(Duration.ofSeconds(15));
    assertThat(lab.pass().bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
  }

  @Test
  void aServerWithoutItsRootSecretsIsNamed() {
    server.root = new Credentials("minioadmin", "minioadmin");

    assertThatThrownBy(lab::pass)
        .isInstanceOf(ReconcileException.Stalled.class)
        .hasMessageContaining("secret minio_root_user")
        .hasMessageContaining("accepts minioadmin");
  }

  @Test
  void aServerThatIsAwayIsWaitedFor() {
    server.close();

    assertThatThrownBy(lab::pass)
        .isInstanceOf(ReconcileException.Waiting.class)
        .hasMessageContaining("did not answer (ConnectException)");
  }

  /** Wakes the loop twenty times a second. */
  private void wakeFor(Duration time, Class<? extends ReconcileException> expected) {
    for (Duration spent = Duration.ZERO; spent.compareTo(time) < 0; spent = spent.plus(WAKE_UP)) {
      assertThatThrownBy(lab::pass).isInstanceOf(expected);
      lab.clock.advance(WAKE_UP);
    }
  }
}
