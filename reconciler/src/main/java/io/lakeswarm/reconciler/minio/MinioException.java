package io.lakeswarm.reconciler.minio;

/** A call that MinIO refused or did not answer. Messages hold no key and no secret. */
public final class MinioException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final MinioErrorCode code;

  MinioException(MinioErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  MinioException(MinioErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Returns what the refusal means. */
  public MinioErrorCode code() {
    return code;
  }
}
