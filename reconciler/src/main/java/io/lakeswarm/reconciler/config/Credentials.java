package io.lakeswarm.reconciler.config;

/**
 * A key pair. Its text never shows either half: on some MinIO releases the name of an access key is
 * enough to write, without the secret.
 */
public record Credentials(String accessKey, String secretKey) {

  /** Returns the text with both halves masked, for messages of a server about them. */
  public String hiddenIn(String text) {
    return text.replace(accessKey, "***").replace(secretKey, "***");
  }

  @Override
  public String toString() {
    return "Credentials[hidden]";
  }
}
