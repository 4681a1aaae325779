package io.lakeswarm.reconciler.minio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.store.Sha256;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs with AWS Signature Version 4 in the {@code Authorization} header, for one region and
 * service.
 */
record SigV4(String region, String service) {
  /** What MinIO expects for its S3 and its admin calls alike. */
  static final SigV4 MINIO = new SigV4("us-east-1", "s3");

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * What is signed.
   *
   * @param path decoded; encoded once here, as S3 does
   * @param query decoded names and values
   * @param headers lower-case names with trimmed values, {@code host} and {@code x-amz-date} among
   *     them; all of them are signed
   * @param payloadHash lower-case hex SHA-256 of the body
   */
  record Signable(
      String method,
      String path,
      SortedMap<String, String> query,
      SortedMap<String, String> headers,
      String payloadHash) {}

  /** Returns the form of {@code x-amz-date}. */
  static String timestamp(Instant at) {
    return TIMESTAMP.format(at);
  }

  /** Returns the value of the {@code Authorization} header. */
  String authorization(Credentials credentials, Signable request, Instant at) {
    String signedHeaders = String.join(";", request.headers().keySet());
    String canonical =
        String.join(
            "\n",
            request.method(),
            UriEncoding.encodePath(request.path()),
            UriEncoding.canonicalQuery(request.query()),
            request.headers().entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining()),
            signedHeaders,
            request.payloadHash());
    String timestamp = timestamp(at);
    String day = timestamp.substring(0, 8);
    String scope = day + "/" + region + "/" + service + "/aws4_request";
    String toSign = "AWS4-HMAC-SHA256\n" + timestamp + "\n" + scope + "\n" + Sha256.of(canonical);
    byte[] key = ("AWS4" + credentials.secretKey()).getBytes(UTF_8);
    for (String part : new String[] {day, region, service, "aws4_request"}) {
      key = hmac(key, part);
    }
    return "AWS4-HMAC-SHA256 Credential="
        + credentials.accessKey()
        + "/"
        + scope
        + ", SignedHeaders="
        + signedHeaders
        + ", Signature="
        + HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot sign: every JDK has HmacSHA256.", e);
    }
  }
}
