package io.lakeswarm.reconciler.config;

/**
 * A key pair. Its text never shows either half: whoever knows the name of an access key may write
 * to some MinIO releases without the secret.
 */
public record Credentials(String accessKey, String secretKey) {

  /** The text with both halves blotted out, for what a server says about them. */
  public String hiddenIn(String text) {
    return text.replace(accessKey, "***").replace(secretKey, "***");
  }

  @Override
  public String toString() {
    return "Credentials[hidden]";
  }
}
