package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.desired.SecretRef;
import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.KeyProbe;
import io.lakeswarm.reconciler.observed.ObservedMinio;
import io.lakeswarm.reconciler.observed.ObservedMinioUser;
import io.lakeswarm.reconciler.observed.PolicyDocument;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.observed.Storage;
import io.lakeswarm.reconciler.observed.Versioning;
import io.lakeswarm.reconciler.observed.WantedPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MinioPlannerTest {
  private static final PolicyDocument POLICY = policy("s3:PutObject");
  private static final MinioSpec DESIRED =
      new MinioSpec(
          List.of(new MinioSpec.Bucket("wsl", false), new MinioSpec.Bucket("warehouse", true)),
          List.of(new MinioSpec.Policy("rw", "policies/rw.json")),
          List.of(
              new MinioSpec.User("spark", "rw", new SecretRef("key"), new SecretRef("secret"))));
  private static final Map<String, Versioning> BUCKETS =
      Map.of("wsl", Versioning.OFF, "warehouse", Versioning.ENABLED);
  private static final ObservedMinioUser USER =
      new ObservedMinioUser(true, "rw", KeyProbe.ACCEPTED);
  private static final Optional<Identity> KNOWN =
      Optional.of(Identity.of("minio", "id-1", List.of("wsl", "warehouse")));
  private static final String ALL =
      """
      create bucket:wsl # CAUSE
      create bucket:warehouse # CAUSE
      set bucket:warehouse versioning enabled # CAUSE
      put policy:rw # CAUSE
      put user:spark # CAUSE
      map user:spark -> rw # CAUSE
      verify user:spark # changed
      """;

  @Test
  void firstStartIsNoReset() {
    assertPlan(
        empty("id-1", Optional.empty(), Optional.empty()),
        ALL.replace("CAUSE", "first start") + "remember identity:minio # verified");
  }

  @Test
  void nothingDiffersNothingHappens() {
    assertPlan(seen(BUCKETS, POLICY, USER, true), "");
  }

  @Test
  void aNewProcessProvesAndWritesNothingElse() {
    assertPlan(seen(BUCKETS, POLICY, USER, false), "verify user:spark # not verified yet");
  }

  @Test
  void anotherStorageIsAReset() {
    assertPlan(
        empty("id-2", KNOWN, Optional.empty()),
        "record reset:minio # volume replaced\n"
            + ALL.replace("CAUSE", "data lost")
            + "remember identity:minio # verified\nclose reset:minio # verified");
  }

  @Test
  void aRecordedResetIsFinishedNotRecordedAgain() {
    assertPlan(
        empty("id-2", KNOWN, reset("id-2", Optional.empty())),
        ALL.replace("CAUSE", "data lost")
            + "remember identity:minio # verified\nclose reset:minio # verified");
  }

  @Test
  void aClosedResetWhoseIdentityWasNotRememberedIsNoSecondReset() {
    ObservedMinio seen = seen(BUCKETS, POLICY, USER, true);
    assertPlan(
        new ObservedMinio(
            new Storage(
                "minio", "id-2", "", KNOWN, reset("id-2", Optional.of(Duration.ofSeconds(1)))),
            seen.buckets(),
            seen.wanted(),
            seen.policies(),
            seen.users(),
            true),
        "remember identity:minio # verified");
  }

  @Test
  void allKnownBucketsGoneFromTheSameStorageIsAResetAsWell() {
    assertPlan(
        seen(Map.of(), POLICY, USER, true),
        """
        record reset:minio # data vanished
        create bucket:wsl # data lost
        create bucket:warehouse # data lost
        set bucket:warehouse versioning enabled # data lost
        verify user:spark # changed
        remember identity:minio # verified
        close reset:minio # verified\
        """);
  }

  @Test
  void oneBucketGoneIsDrift() {
    assertPlan(
        seen(Map.of("warehouse", Versioning.ENABLED), POLICY, USER, true),
        "create bucket:wsl # missing\nverify user:spark # changed");
  }

  @Test
  void versioningIsSwitchedBothWays() {
    assertPlan(
        seen(
            Map.of("wsl", Versioning.ENABLED, "warehouse", Versioning.SUSPENDED),
            POLICY,
            USER,
            true),
        """
        set bucket:wsl versioning suspended # versioning differs
        set bucket:warehouse versioning enabled # versioning differs
        verify user:spark # changed\
        """);
  }

  @Test
  void eachDifferenceOfPolicyAndUserIsOneWrite() {
    assertFirst(seen(BUCKETS, policy("s3:*"), USER, true), "put policy:rw # content differs");
    assertFirst(
        seen(BUCKETS, POLICY, new ObservedMinioUser(false, "rw", KeyProbe.UNKNOWN_KEY), true),
        "put user:spark # disabled");
    assertFirst(
        seen(BUCKETS, POLICY, new ObservedMinioUser(true, "rw", KeyProbe.WRONG_SECRET), true),
        "put user:spark # secret differs");
    assertFirst(
        seen(BUCKETS, POLICY, new ObservedMinioUser(true, "rw,x", KeyProbe.ACCEPTED), true),
        "map user:spark -> rw # mapping differs");
  }

  @Test
  void refusedAccessIsProvenAgainAndAgain() {
    assertPlan(
        seen(BUCKETS, POLICY, new ObservedMinioUser(true, "rw", KeyProbe.DENIED), true),
        "verify user:spark # access denied");
  }

  private static void assertPlan(ObservedMinio observed, String plan) {
    assertThat(MinioPlanner.plan(DESIRED, observed)).hasToString(plan);
    assertThat(MinioPlanner.plan(DESIRED, observed))
        .isEqualTo(MinioPlanner.plan(DESIRED, observed));
  }

  private static void assertFirst(ObservedMinio observed, String step) {
    assertPlan(observed, step + "\nverify user:spark # changed");
  }

  private static ObservedMinio empty(String id, Optional<Identity> known, Optional<Reset> reset) {
    return new ObservedMinio(
        new Storage("minio", id, "", known, reset),
        new TreeMap<>(),
        wanted(),
        new TreeMap<>(),
        new TreeMap<>(),
        false);
  }

  private static ObservedMinio seen(
      Map<String, Versioning> buckets,
      PolicyDocument policy,
      ObservedMinioUser user,
      boolean verified) {
    return new ObservedMinio(
        new Storage("minio", "id-1", "", KNOWN, Optional.empty()),
        new TreeMap<>(buckets),
        wanted(),
        new TreeMap<>(Map.of("rw", policy)),
        new TreeMap<>(Map.of("spark", user)),
        verified);
  }

  private static Optional<Reset> reset(String id, Optional<Duration> recovery) {
    return Optional.of(
        new Reset(
            "minio",
            Reset.Reason.VOLUME_REPLACED,
            id,
            Instant.EPOCH,
            List.of("bucket:wsl"),
            recovery));
  }

  private static TreeMap<String, WantedPolicy> wanted() {
    return new TreeMap<>(Map.of("rw", new WantedPolicy("{}", POLICY)));
  }

  private static PolicyDocument policy(String action) {
    return new PolicyDocument(
        Set.of(
            new PolicyDocument.Statement(
                true, Set.of(action), Set.of("arn:aws:s3:::*"), Map.of())));
  }
}
