package io.lakeswarm.reconciler.minio;

/**
 * A key pair. Its text never shows either half: whoever knows the name of an access key may write
 * to some MinIO releases without the secret.
 */
public record Credentials(String accessKey, String secretKey) {

  @Override
  public String toString() {
    return "Credentials[hidden]";
  }
}
