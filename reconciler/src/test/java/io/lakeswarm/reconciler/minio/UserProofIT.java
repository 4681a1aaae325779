package io.lakeswarm.reconciler.minio;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.desired.SecretRef;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserProofIT {
  private static final MinioSpec.User USER =
      new MinioSpec.User("reader", "p", new SecretRef("key"), new SecretRef("secret"));
  private static final String READ_ONLY = policy("s3:GetObject");
  private static final String READ_WRITE =
      policy("s3:GetObject\",\"s3:PutObject\",\"s3:DeleteObject");

  private final FakeMinio server = new FakeMinio();
  private final Map<String, String> secrets =
      Map.of(
          "minio_root_user",
          FakeMinio.ROOT.accessKey(),
          "minio_root_password",
          FakeMinio.ROOT.secretKey(),
          "key",
          "reader-key",
          "secret",
          "reader-secret");
  private final UserProof proof =
      new UserProof(
          new MinioAccess(
              new MinioClient(server.uri(), TestSettings.SOON, Clock.systemUTC()),
              name -> Optional.ofNullable(secrets.get(name))));

  @BeforeEach
  void bucketAndUser() {
    server.storage.buckets.put("wsl", new TreeMap<>());
    server.storage.users.put("reader-key", new FakeStorage.User("reader-secret", true, "p"));
  }

  @AfterEach
  void stop() {
    server.close();
    server.assertNothingBroken();
  }

  @Test
  void aWriteThatThePolicyDoesNotAllowMustBeRefused() {
    server.storage.policies.put("p", READ_ONLY);

    assertThat(flaw()).isEmpty();
    assertThat(server.calls).contains("PUT /wsl/.lakeswarm/probe-reader");
    assertThat(server.writes).isEmpty();
  }

  @Test
  void aWriteThatIsAllowedBySomethingElseIsAFlawAndLeavesNothingBehind() {
    server.storage.policies.put("p", READ_WRITE);

    assertThat(flaw().orElseThrow()).contains("user reader").contains("may write to bucket wsl");
    assertThat(server.storage.buckets.get("wsl")).isEmpty();
  }

  private Optional<String> flaw() {
    return proof.flaw(USER, PolicyJson.parse(READ_ONLY), List.of("wsl"));
  }

  private static String policy(String actions) {
    return "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\""
        + actions
        + "\"],\"Resource\":[\"arn:aws:s3:::wsl/*\"]}]}";
  }
}
