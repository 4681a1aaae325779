package io.lakeswarm.reconciler.nessie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.status.ConditionStatus;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NessieLossIT {
  private static final String TABLE = "s3://warehouse/silver/breweries/metadata/1.json";

  private final FakeNessie server = new FakeNessie();
  private final NessieLab lab = new NessieLab(server.uri());

  @BeforeEach
  void firstStart() {
    NessieLab.Pass settled = lab.settle();
    assertThat(settled.bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(settled.reset().reason()).isEqualTo("NoReset");
    assertThat(lab.facts.identity("nessie")).isPresent();
  }

  @AfterEach
  void stop() {
    lab.close();
    server.close();
  }

  @Test
  void aNewDatabaseIsFilledAgainAndTold() {
    server.wipe();
    lab.clock.advance(Duration.ofMinutes(1));

    assertThat(lab.pass().plan())
        .asString()
        .startsWith("record reset:nessie # volume replaced")
        .contains("create namespace:gold on main @2e1cfa82 # data lost");
    lab.clock.advance(Duration.ofSeconds(2));
    NessieLab.Pass after = lab.settle();

    assertThat(server.branches.get("main")).containsOnlyKeys("silver", "gold");
    assertThat(after.bootstrap().status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(after.reset().status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(after.reset().reason()).isEqualTo("VolumeReplaced");
    assertThat(after.reset().message())
        .startsWith("nessie came up on an empty or another volume (seen 2026-01-01T00:01:00Z)")
        .contains("re-applied namespace:gold, namespace:silver and verified in 2.0 s");
    lab.clock.advance(Duration.ofHours(24));
    assertThat(lab.pass().reset().reason()).isEqualTo("ResetLongAgo");
  }

  @Test
  void aRestoredOlderDatabaseIsNoticedAlthoughItIsTheSame() {
    FakeNessie.Copy yesterday = server.copy();
    server.putTable("main", "silver.breweries", TABLE);
    assertThat(lab.settle().plan().isEmpty()).isTrue();
    server.restore(yesterday);

    assertThat(lab.pass().plan())
        .hasToString(
            """
            record reset:nessie # history lost
            remember identity:nessie # verified
            close reset:nessie # verified\
            """);
    NessieLab.Pass after = lab.pass();

    assertThat(after.plan().isEmpty()).isTrue();
    assertThat(after.reset().reason()).isEqualTo("HistoryLost");
    assertThat(after.reset().message()).contains("older state").contains("re-applied nothing");
  }

  @Test
  void aNewProcessNoticesWhatTheStoredHeadTells() {
    FakeNessie.Copy yesterday = server.copy();
    server.putTable("main", "silver.breweries", TABLE);
    lab.clock.advance(Duration.ofMinutes(10));
    lab.settle();
    lab.restart();
    server.restore(yesterday);

    assertThat(lab.settle().reset().reason()).isEqualTo("HistoryLost");
  }

  @Test
  void lookingTwiceDoesNotHideALoss() {
    FakeNessie.Copy yesterday = server.copy();
    server.putTable("main", "silver.breweries", TABLE);
    lab.settle();
    server.restore(yesterday);

    lab.look();
    lab.look();

    assertThat(lab.pass().plan().toString()).startsWith("record reset:nessie # history lost");
  }

  @Test
  void aBranchThatAPersonMovedBackIsNoLoss() {
    server.putTable("main", "silver.breweries", TABLE);
    lab.clock.advance(Duration.ofMinutes(10));
    lab.settle();
    String empty = "2e1cfa82b035c26cbbbdae632cea070514eb8b773f616aaeaf668e2f0be8f10d";
    server.reset("main", empty);

    assertThat(lab.pass().plan().toString())
        .isEqualTo(
            """
            create namespace:gold on main @2e1cfa82 # missing
            create namespace:silver on main @2e1cfa82 # missing\
            """);
    assertThat(lab.settle().reset().reason()).isEqualTo("NoReset");
  }

  @Test
  void aJobsCommitsAreNotStoredOneByOne() {
    int before = lab.memory.writes();
    server.writes.clear();
    for (int i = 0; i < 20; i++) {
      server.putTable("main", "silver.t" + i, TABLE);
      assertThat(lab.pass().plan().isEmpty()).isTrue();
      lab.clock.advance(Duration.ofSeconds(15));
    }
    assertThat(lab.memory.writes()).isEqualTo(before);

    lab.clock.advance(Duration.ofMinutes(10));
    assertThat(lab.pass().plan()).hasToString("remember identity:nessie # verified");
    assertThat(lab.pass().plan().isEmpty()).isTrue();
    assertThat(lab.memory.writes()).isEqualTo(before + 1);
    assertThat(server.writes).isEmpty();
  }

  @Test
  void aServerThatIsNotSetUpYetIsWaitedFor() {
    server.wipe();
    server.broken = true;
    assertWaits();
    server.broken = false;
    server.notSetUp = true;
    assertWaits();
    server.notSetUp = false;
    lab.clock.advance(Duration.ofMillis(500));

    assertThat(lab.facts.lastReset("nessie")).isEmpty();
    assertThat(lab.pass().reset().reason()).isEqualTo("VolumeReplaced");
  }

  @Test
  void killedAfterAnyStepTheNextProcessEndsTheRepairAndTellsItOnce() {
    for (int died = 1; died <= 5; died++) {
      server.wipe();
      lab.clock.advance(Duration.ofMinutes(1));
      int steps = died;
      for (int done = 0; done < died; ) {
        int size = lab.passThatDiesAfter(steps - done).plan().steps().size();
        done += size == 0 ? died : Math.min(size, steps - done);
      }
      Reset recorded = lab.facts.lastReset("nessie").orElseThrow();
      lab.restart();
      lab.clock.advance(Duration.ofSeconds(30));
      lab.settle();

      Reset closed = lab.facts.lastReset("nessie").orElseThrow();
      assertThat(closed.isOpen()).as("died after %d", died).isFalse();
      assertThat(closed.detectedAt()).isEqualTo(recorded.detectedAt());
      assertThat(closed.reapplied()).containsExactly("namespace:gold", "namespace:silver");
      assertThat(lab.pass().plan().isEmpty()).isTrue();
    }
  }

  @Test
  void theNodeIsRememberedOnceItIsKnown() {
    lab.node = "host-a";
    assertThat(lab.settle().plan().isEmpty()).isTrue();
    assertThat(lab.facts.identity("nessie").orElseThrow().node()).isEqualTo("host-a");
    lab.node = "";
    assertThat(lab.pass().plan().isEmpty()).isTrue();
  }

  private void assertWaits() {
    assertThatThrownBy(lab::pass).isInstanceOf(ReconcileException.Waiting.class);
    lab.clock.advance(Duration.ofMillis(500));
  }
}
