package io.lakeswarm.reconciler.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lakeswarm.reconciler.observed.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PolicyJsonTest {

  @Test
  void orderAndSingleStringsMeanTheSame() {
    String written =
        """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],
         "Resource":"arn:aws:s3:::a/*"}}""";
    String told =
        """
        {"Statement":[{"Sid":"","Resource":["arn:aws:s3:::a/*"],"Condition":{},"Effect":"Allow",
         "Action":["s3:PutObject","s3:GetObject"]}],"Version":"2012-10-17"}""";

    assertThat(PolicyJson.parse(told)).isEqualTo(PolicyJson.parse(written));
  }

  @Test
  void eachPartCounts() {
    PolicyDocument policy = policy("Allow", "s3:GetObject", "arn:aws:s3:::a/*", "");

    assertThat(policy).isNotEqualTo(policy("Deny", "s3:GetObject", "arn:aws:s3:::a/*", ""));
    assertThat(policy).isNotEqualTo(policy("Allow", "s3:*", "arn:aws:s3:::a/*", ""));
    assertThat(policy).isNotEqualTo(policy("Allow", "s3:GetObject", "arn:aws:s3:::b/*", ""));
    assertThat(policy)
        .isNotEqualTo(
            policy(
                "Allow",
                "s3:GetObject",
                "arn:aws:s3:::a/*",
                ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}"));
  }

  @Test
  void theKitsPolicyAllowsObjectsAndNothingElse() throws IOException {
    PolicyDocument kit =
        PolicyJson.parse(
            Files.readString(
                Path.of(
                    System.getProperty("project.root"), "stacks/policies/lake-readwrite.json")));

    for (String bucket : new String[] {"wsl", "warehouse"}) {
      String arn = "arn:aws:s3:::" + bucket;
      assertThat(kit.allows("s3:ListBucket", arn)).isTrue();
      assertThat(kit.allows("s3:PutObject", arn + "/*")).isTrue();
      assertThat(kit.allows("s3:DeleteObject", arn + "/a/b")).isTrue();
      assertThat(kit.allows("s3:DeleteBucket", arn)).isFalse();
      assertThat(kit.allows("s3:PutBucketPolicy", arn)).isFalse();
    }
    assertThat(kit.allows("s3:CreateBucket", "arn:aws:s3:::*")).isFalse();
    assertThat(kit.allows("s3:GetObject", "arn:aws:s3:::other/a")).isFalse();
    assertThat(kit.allows("admin:CreateServiceAccount", "")).isFalse();
    assertThat(kit.statements()).filteredOn(statement -> !statement.allow()).hasSize(1);
  }

  @Test
  void saysWhereTheMistakeIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PolicyJson.parse("{\n \"Statement\": [}"))
        .withMessageContaining("line 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PolicyJson.parse("{}"))
        .withMessageContaining("no Statement");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy("allow", "s3:*", "arn:aws:s3:::a", ""))
        .withMessageContaining("Effect");
  }

  private static PolicyDocument policy(String effect, String action, String resource, String more) {
    return PolicyJson.parse(
        "{\"Statement\":[{\"Effect\":\"%s\",\"Action\":\"%s\",\"Resource\":\"%s\"%s}]}"
            .formatted(effect, action, resource, more));
  }
}
