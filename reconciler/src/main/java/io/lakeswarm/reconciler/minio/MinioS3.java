package io.lakeswarm.reconciler.minio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.observed.Versioning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes the S3 calls the reconciler needs, path style, with one key pair. */
final class MinioS3 {
  private final MinioTransport transport;
  private final Credentials credentials;

  MinioS3(MinioTransport transport, Credentials credentials) {
    this.transport = transport;
    this.credentials = credentials;
  }

  /** Returns true when the bucket exists; sends a call whose refusal has an error body. */
  boolean bucketExists(String bucket) {
    MinioAnswer answer = listOne(bucket);
    if (answer.code() == MinioErrorCode.NO_SUCH_BUCKET) {
      return false;
    }
    if (!answer.orThrow().text().contains("<ListBucketResult")) {
      throw answer.odd("a listing", null);
    }
    return true;
  }

  /** Lists at most one object; the answer may be a refusal. */
  MinioAnswer listOne(String bucket) {
    return send(
        MinioRequest.of("list bucket " + bucket, "GET", "/" + bucket)
            .with("list-type", "2")
            .with("max-keys", "1"));
  }

  /**
   * Returns the prefixes that end at the first slash after {@code prefix}; of one page of names.
   */
  List<String> folders(String bucket, String prefix) {
    return Listing.folders(
        send(page("list folders of bucket ", bucket, prefix).with("delimiter", "/")));
  }

  /** Returns when the objects under {@code prefix} were written; of one page of names. */
  List<Instant> times(String bucket, String prefix) {
    return Listing.times(send(page("list bucket ", bucket, prefix)));
  }

  private static MinioRequest page(String purpose, String bucket, String prefix) {
    return MinioRequest.of(purpose + bucket, "GET", "/" + bucket)
        .with("list-type", "2")
        .with("prefix", prefix)
        .with("max-keys", "1000");
  }

  /** Makes the bucket; one that exists already is a success. */
  void makeBucket(String bucket) {
    MinioAnswer answer = tryMakeBucket(bucket);
    if (answer.code() != MinioErrorCode.BUCKET_EXISTS) {
      answer.orThrow();
    }
  }

  /** Tries to make a bucket; the answer may be a refusal. */
  MinioAnswer tryMakeBucket(String bucket) {
    return send(MinioRequest.of("make bucket " + bucket, "PUT", "/" + bucket));
  }

  /** Deletes an empty bucket. */
  void deleteBucket(String bucket) {
    send(MinioRequest.of("delete bucket " + bucket, "DELETE", "/" + bucket)).orThrow();
  }

  /** Returns the bucket's versioning. */
  Versioning versioning(String bucket) {
    MinioAnswer read =
        send(
            MinioRequest.of("read versioning of bucket " + bucket, "GET", "/" + bucket)
                .with("versioning", ""));
    String answer = read.orThrow().text();
    if (!answer.contains("<VersioningConfiguration")) {
      throw read.odd("a versioning configuration", null); // Else OFF would lead to a write.
    }
    if (answer.contains("<Status>Enabled</Status>")) {
      return Versioning.ENABLED;
    }
    return answer.contains("<Status>Suspended</Status>") ? Versioning.SUSPENDED : Versioning.OFF;
  }

  /** Sets the versioning to enabled or suspended; once it was on, it cannot return to off. */
  void setVersioning(String bucket, Versioning versioning) {
    String status = versioning == Versioning.ENABLED ? "Enabled" : "Suspended";
    String body =
        "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>"
            + status
            + "</Status></VersioningConfiguration>";
    send(MinioRequest.of("set versioning of bucket " + bucket, "PUT", "/" + bucket)
            .with("versioning", "")
            .body(body.getBytes(UTF_8)))
        .orThrow();
  }

  /** Writes a small object. */
  void putObject(String bucket, String key, byte[] content) {
    tryPutObject(bucket, key, content).orThrow();
  }

  /** Tries to write a small object; the answer may be a refusal. */
  MinioAnswer tryPutObject(String bucket, String key, byte[] content) {
    return send(
        MinioRequest.of("put an object into bucket " + bucket, "PUT", "/" + bucket + "/" + key)
            .body(content));
  }

  /** Reads a small object. */
  byte[] readObject(String bucket, String key) {
    return send(MinioRequest.of(
            "get an object from bucket " + bucket, "GET", "/" + bucket + "/" + key))
        .orThrow()
        .body();
  }

  /** Returns an object; empty when there is none. */
  Optional<byte[]> findObject(String bucket, String key) {
    MinioAnswer answer =
        send(
            MinioRequest.of(
                "get an object from bucket " + bucket, "GET", "/" + bucket + "/" + key));
    return answer.code() == MinioErrorCode.NO_SUCH_OBJECT
        ? Optional.empty()
        : Optional.of(answer.orThrow().body());
  }

  /** Returns true when the object exists. */
  boolean objectExists(String bucket, String key) {
    MinioAnswer answer =
        send(
            MinioRequest.of(
                "look for an object in bucket " + bucket, "HEAD", "/" + bucket + "/" + key));
    if (answer.status() == 404) {
      return false;
    }
    answer.orThrow();
    return true;
  }

  /** Deletes an object; one that is absent is a success. */
  void deleteObject(String bucket, String key) {
    send(MinioRequest.of(
            "delete an object from bucket " + bucket, "DELETE", "/" + bucket + "/" + key))
        .orThrow();
  }

  private MinioAnswer send(MinioRequest request) {
    return transport.signed(request, credentials);
  }
}
