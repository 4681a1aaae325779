package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.desired.MinioSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads objects and folders with a lake user's own key. */
@ApplicationScoped
public class LakeObjects {
  private final MinioAccess access;

  /** Calls the configured server. */
  @Inject
  public LakeObjects(LakeswarmSettings settings, SecretFiles secrets, Clock clock) {
    this(
        new MinioAccess(
            new MinioClient(settings.minio().url(), settings.minio().deadline(), clock),
            secrets::read));
  }

  LakeObjects(MinioAccess access) {
    this.access = access;
  }

  /**
   * Returns true when {@code s3://bucket/key} exists. The user must be allowed to list the bucket,
   * or an absent object is refused; a refusal throws {@link MinioException}.
   */
  public boolean exists(MinioSpec.User user, String location) {
    String[] parts = parts(location);
    return access.asUser(user).objectExists(parts[0], parts[1]);
  }

  /** Returns the object {@code s3://bucket/key}; empty when there is none. */
  public Optional<byte[]> read(MinioSpec.User user, String location) {
    String[] parts = parts(location);
    return access.asUser(user).findObject(parts[0], parts[1]);
  }

  /**
   * Returns the folders right below {@code folder} (empty, or ending with a slash), as whole
   * prefixes that end with a slash. It reads one page of at most a thousand names.
   */
  public List<String> folders(MinioSpec.User user, String bucket, String folder) {
    return access.asUser(user).folders(bucket, folder);
  }

  /**
   * Returns when the first object in {@code folder} was written; empty when there is none. It reads
   * the first thousand by name.
   */
  public Optional<Instant> oldest(MinioSpec.User user, String bucket, String folder) {
    return access.asUser(user).times(bucket, folder).stream().min(Comparator.naturalOrder());
  }

  /**
   * Splits into bucket and key. Not a java.net.URI: keys may hold spaces, bucket names may be no
   * host names.
   */
  private static String[] parts(String location) {
    return location.replaceFirst("^s3a?://", "").split("/", 2);
  }
}
