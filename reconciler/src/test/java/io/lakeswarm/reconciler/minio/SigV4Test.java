package io.lakeswarm.reconciler.minio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.store.Sha256;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The published examples: the general test suite and those of the S3 documentation. */
class SigV4Test {
  private static final String NO_BODY = Sha256.of(new byte[0]);

  private static final Credentials SUITE_KEY =
      new Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  private static final Credentials S3_KEY =
      new Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

  @Test
  void suiteGetVanilla() {
    assertThat(suite("GET", "/", Map.of()))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders=host;x-amz-date,"
                + " Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  }

  @Test
  void suitePostVanilla() {
    assertThat(suite("POST", "/", Map.of()))
        .endsWith("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  }

  @Test
  void suiteUtf8Path() {
    assertThat(suite("GET", "/\u1234", Map.of()))
        .endsWith("8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85");
  }

  @Test
  void suiteQueryOrder() {
    assertThat(suite("GET", "/", Map.of("Param2", "value2", "Param1", "value1")))
        .endsWith("b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
  }

  @Test
  void s3GetObjectWithRange() {
    assertThat(s3("GET", "/test.txt", Map.of(), NO_BODY, Map.of("range", "bytes=0-9")))
        .isEqualTo(
            "AWS4-HMAC-SHA256"
                + " Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + " SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                + " Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void s3PutObjectWithEscapedName() {
    Map<String, String> headers =
        Map.of(
            "date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY");
    String body = Sha256.of("Welcome to Amazon S3.".getBytes(UTF_8));

    assertThat(s3("PUT", "/test$file.text", Map.of(), body, headers))
        .endsWith("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void s3QueryWithoutValue() {
    assertThat(s3("GET", "/", Map.of("lifecycle", ""), NO_BODY, Map.of()))
        .endsWith("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  }

  @Test
  void s3ListObjects() {
    assertThat(s3("GET", "/", Map.of("prefix", "J", "max-keys", "2"), NO_BODY, Map.of()))
        .endsWith("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void encodesWhatTheJdkWouldNot() {
    SortedMap<String, String> query = new TreeMap<>(Map.of("a b", "*~/+", "a", "ä"));

    assertThat(UriEncoding.canonicalQuery(query)).isEqualTo("a=%C3%A4&a%20b=%2A~%2F%2B");
    assertThat(UriEncoding.encodePath("/b/.x/a b+c")).isEqualTo("/b/.x/a%20b%2Bc");
  }

  @Test
  void credentialsNeverShow() {
    assertThat(S3_KEY.toString()).doesNotContain("AKIA").doesNotContain("wJal");
  }

  private static String suite(String method, String path, Map<String, String> query) {
    Instant at = Instant.parse("2015-08-30T12:36:00Z");
    SortedMap<String, String> headers =
        new TreeMap<>(Map.of("host", "example.amazonaws.com", "x-amz-date", SigV4.timestamp(at)));
    return new SigV4("us-east-1", "service")
        .authorization(
            SUITE_KEY,
            new SigV4.Signable(method, path, new TreeMap<>(query), headers, NO_BODY),
            at);
  }

  private static String s3(
      String method,
      String path,
      Map<String, String> query,
      String bodyHash,
      Map<String, String> more) {
    Instant at = Instant.parse("2013-05-24T00:00:00Z");
    SortedMap<String, String> headers = new TreeMap<>(more);
    headers.put("host", "examplebucket.s3.amazonaws.com");
    headers.put("x-amz-content-sha256", bodyHash);
    headers.put("x-amz-date", SigV4.timestamp(at));
    return SigV4.MINIO.authorization(
        S3_KEY, new SigV4.Signable(method, path, new TreeMap<>(query), headers, bodyHash), at);
  }
}
