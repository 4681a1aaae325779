package io.lakeswarm.reconciler.plan;

import static io.lakeswarm.reconciler.observed.ObservedSource.Health.BAD;
import static io.lakeswarm.reconciler.observed.ObservedSource.Health.GOOD;
import static io.lakeswarm.reconciler.observed.ObservedSource.Secret.CURRENT;
import static io.lakeswarm.reconciler.observed.ObservedSource.Secret.ROTATED;
import static io.lakeswarm.reconciler.observed.ObservedSource.Secret.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.config.DocumentReader;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DesiredStateParser;
import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.ObservedDremio;
import io.lakeswarm.reconciler.observed.ObservedSource;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.observed.Storage;
import io.lakeswarm.reconciler.testing.Documents;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DremioPlannerTest {
  private static final DesiredState KIT =
      DesiredStateParser.parse(DocumentReader.read(Documents.kit()));
  private static final Set<String> ALL = Set.of(ObservedDremio.ENGINE, "nessie", "minio");

  private final SortedMap<String, ObservedSource> sources = new TreeMap<>();
  private Optional<String> blocked = Optional.empty();
  private Optional<Identity> remembered = Optional.of(identity("c1"));
  private Optional<Reset> lastReset = Optional.empty();
  private Set<String> proven = ALL;

  DremioPlannerTest() {
    sources.put("nessie", source("NESSIE", CURRENT));
    sources.put("minio", source("S3", CURRENT));
  }

  @Test
  void anAbsentEngineNeedsNothing() {
    assertThat(DremioPlanner.plan(KIT, ObservedDremio.NOT_DEPLOYED)).isEqualTo(Plan.EMPTY);
  }

  @Test
  void withoutUserOnlyTheUserIsMade() {
    assertThat(DremioPlanner.plan(KIT, ObservedDremio.WITHOUT_USER))
        .hasToString("create user:admin # no user");
  }

  @Test
  void asDesiredAndProvenIsAnEmptyPlan() {
    assertThat(plan()).isEmpty();
  }

  @Test
  void firstStartIsNoLoss() {
    sources.clear();
    remembered = Optional.empty();
    proven = Set.of();

    assertThat(plan())
        .isEqualTo("create source:nessie # first start\ncreate source:minio # first start");
  }

  @Test
  void aMissingSourceIsMadeAndNothingIsProvenMeanwhile() {
    sources.remove("minio");
    proven = Set.of();

    assertThat(plan()).isEqualTo("create source:minio # missing");
  }

  @Test
  void blockedNothingIsWritten() {
    sources.remove("minio");
    sources.put("nessie", source("NESSIE", ROTATED));
    blocked = Optional.of("MinioBootstrap is not True");

    assertThat(plan()).isEmpty();
  }

  @Test
  void aNewIdentityIsRecordedBeforeTheRepairAlsoWhenBlocked() {
    sources.clear();
    remembered = Optional.of(identity("old"));
    proven = Set.of(ObservedDremio.USER);
    blocked = Optional.of("MinioBootstrap is not True");

    Plan plan = DremioPlanner.plan(KIT, observed());

    assertThat(plan).hasToString("record reset:dremio # volume replaced");
    assertThat(plan.steps().get(0).action())
        .isEqualTo(
            new ResetAction.Record(
                "dremio",
                Reset.Reason.VOLUME_REPLACED,
                "c1",
                List.of("user:admin", "source:nessie", "source:minio")));
  }

  @Test
  void aRecordedLossIsClosedOnlyWithTheProof() {
    remembered = Optional.of(identity("old"));
    lastReset =
        Optional.of(
            new Reset(
                "dremio",
                Reset.Reason.VOLUME_REPLACED,
                "c1",
                Instant.EPOCH,
                List.of(),
                Optional.empty()));
    proven = Set.of(ObservedDremio.ENGINE, "nessie");

    assertThat(plan())
        .isEqualTo(
            "verify source:minio # not verified yet\n"
                + "remember identity:dremio # verified\n"
                + "close reset:dremio # verified");

    sources.put("minio", source("S3", CURRENT, BAD));
    assertThat(plan()).isEmpty();
  }

  @Test
  void driftIsWrittenOnTheTagItWasSeenAt() {
    sources.put("minio", source("S3", CURRENT, GOOD, "secure", "rootPath"));

    assertThat(plan()).isEqualTo("update source:minio rootPath, secure @tag # settings differ");
  }

  @Test
  void aRotatedSecretIsSentToTheSourceThatHasIt() {
    sources.put("nessie", source("NESSIE", ROTATED));

    assertThat(plan()).isEqualTo("update source:nessie secret @tag # secret rotated");
  }

  @Test
  void anUnknownSecretIsSentUnlessTheSourceProvesIt() {
    sources.put("nessie", source("NESSIE", UNKNOWN));
    sources.put("minio", source("S3", UNKNOWN));
    assertThat(plan())
        .isEqualTo(
            "update source:nessie secret @tag # secret unknown\n"
                + "adopt source:minio # found working");

    sources.put("minio", source("S3", UNKNOWN, BAD));
    assertThat(plan()).contains("update source:minio secret @tag # secret unknown");
    sources.put("minio", source("S3", UNKNOWN, GOOD, "accessKey"));
    assertThat(plan()).contains("update source:minio accessKey, secret @tag # secret unknown");
  }

  @Test
  void aBadSourceIsLeftAlone() {
    sources.put("minio", source("S3", CURRENT, BAD));
    proven = Set.of(ObservedDremio.ENGINE);

    assertThat(plan()).isEqualTo("verify source:nessie # not verified yet");
  }

  @Test
  void aSourceOfAnotherTypeIsLeftAlone() {
    sources.put("minio", source("NESSIE", UNKNOWN, GOOD, "rootPath"));
    proven = Set.of(ObservedDremio.ENGINE, "nessie");

    assertThat(plan()).isEmpty();
  }

  @Test
  void aSourceThatStillChangesIsWaitedFor() {
    sources.put(
        "minio", new ObservedSource("S3", "id", "tag", new TreeSet<>(), CURRENT, GOOD, "", true));
    proven = Set.of(ObservedDremio.ENGINE, "nessie");

    assertThat(plan()).isEmpty();
  }

  @Test
  void anotherNodeIsRemembered() {
    remembered = Optional.of(identity("c1").on("node-1"));

    assertThat(plan()).isEqualTo("remember identity:dremio # verified");
  }

  private String plan() {
    return DremioPlanner.plan(KIT, observed()).toString();
  }

  private ObservedDremio observed() {
    return new ObservedDremio(
        ObservedDremio.Stage.OPEN,
        new Storage("dremio", "c1", "node-2", remembered, lastReset),
        sources,
        blocked,
        proven);
  }

  private static Identity identity(String clusterId) {
    return Identity.of("dremio", clusterId, List.of()).on("node-2");
  }

  private static ObservedSource source(String type, ObservedSource.Secret secret) {
    return source(type, secret, GOOD);
  }

  private static ObservedSource source(
      String type, ObservedSource.Secret secret, ObservedSource.Health health, String... differs) {
    return new ObservedSource(
        type, "id", "tag", new TreeSet<>(List.of(differs)), secret, health, "", false);
  }
}
