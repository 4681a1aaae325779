package io.lakeswarm.e2e.lab;

import java.util.List;
import java.util.regex.Pattern;

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

  private Answer request(String method, String path, String more) {
    String config =
        """
        url = "http://127.0.0.1:9000/%s"
        request = "%s"
        user = "%s:%s"
        aws-sigv4 = "aws:amz:us-east-1:s3"
        max-time = 15
        silent
        show-error
        write-out = "\\n%%{http_code}"
        %s"""
            .formatted(
                path,
                method,
                platform.secret("aws_access_key_id"),
                platform.secret("aws_secret_access_key"),
                more);
    Command.Result result =
        containers.exec("lakehouse_minio", "curl", "--config", "-").reading(config).run().orThrow();
    String out = "\n" + result.out().strip();
    int cut = out.lastIndexOf('\n');
    return new Answer(Integer.parseInt(out.substring(cut + 1)), out.substring(0, cut).strip());
  }
}
