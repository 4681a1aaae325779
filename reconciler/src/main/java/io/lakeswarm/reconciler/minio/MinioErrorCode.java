package io.lakeswarm.reconciler.minio;

import java.util.Arrays;

/** What a refused call means; the server's own words are in {@link #servers}. */
public enum MinioErrorCode {
  /** The call was not refused. */
  NONE(),
  /** No answer within the deadline. */
  UNREACHABLE(),
  /** The server answers but its storage or its users are not loaded yet. */
  STARTING("XMinioServerNotInitialized", "XMinioIAMNotInitialized", "ServerNotInitialized"),
  /** No user has this access key. */
  UNKNOWN_KEY("InvalidAccessKeyId"),
  /** The user exists with another secret. */
  WRONG_SECRET("SignatureDoesNotMatch"),
  /** The key is right, the policy does not allow the call. */
  DENIED("AccessDenied"),
  /** The clocks of client and server differ by more than 15 minutes. */
  CLOCK_SKEWED("RequestTimeTooSkewed"),
  NO_SUCH_BUCKET("NoSuchBucket"),
  NO_SUCH_OBJECT("NoSuchKey"),
  BUCKET_EXISTS("BucketAlreadyOwnedByYou", "BucketAlreadyExists"),
  NO_SUCH_USER("XMinioAdminNoSuchUser"),
  NO_SUCH_POLICY("XMinioAdminNoSuchPolicy"),
  MALFORMED_POLICY("XMinioMalformedIAMPolicy", "MalformedPolicy"),
  /** Anything else; the exception carries the server's word. */
  OTHER();

  private final String[] servers;

  MinioErrorCode(String... servers) {
    this.servers = servers;
  }

  /** Returns the meaning of the server's word, {@link #OTHER} when it is not in the list. */
  static MinioErrorCode of(String server) {
    return Arrays.stream(values())
        .filter(code -> Arrays.asList(code.servers).contains(server))
        .findFirst()
        .orElse(OTHER);
  }
}
