package io.lakeswarm.reconciler.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDocumentTest {

  @ParameterizedTest
  @CsvSource({
    "s3:*, arn:aws:s3:::a/*, s3:GetObject, arn:aws:s3:::a/x, true",
    "s3:Get*, arn:aws:s3:::a/*, s3:PutObject, arn:aws:s3:::a/x, false",
    "s3:GetObject, arn:aws:s3:::a/*, s3:GetObject, arn:aws:s3:::ab/x, false",
    "s3:GetObject, arn:aws:s3:::?/*, s3:GetObject, arn:aws:s3:::b/x, true",
    "s3:GetObject, arn:aws:s3:::a.b/*, s3:GetObject, arn:aws:s3:::axb/x, false",
    "s3:GetObject, *, s3:GetObject, arn:aws:s3:::a/*, true",
  })
  void matchesWildcards(
      String pattern, String resources, String action, String resource, boolean allowed) {
    assertThat(document(true, pattern, resources).allows(action, resource)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({"s3:PutObject, false", "s3:GetObject, true"})
  void denyWins(String action, boolean allowed) {
    PolicyDocument both =
        new PolicyDocument(
            Set.of(
                document(true, "s3:*", "*").statements().iterator().next(),
                document(false, "s3:Put*", "*").statements().iterator().next()));

    assertThat(both.allows(action, "arn:aws:s3:::a/x")).isEqualTo(allowed);
  }

  private static PolicyDocument document(boolean allow, String action, String resource) {
    return new PolicyDocument(
        Set.of(new PolicyDocument.Statement(allow, Set.of(action), Set.of(resource), Map.of())));
  }
}
