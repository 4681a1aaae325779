package io.lakeswarm.reconciler.minio;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.desired.MinioSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Looks for single objects with a lake user's own key. */
@ApplicationScoped
public class LakeObjects {
  private final MinioAccess access;

  /** Asks the configured server. */
  @Inject
  public LakeObjects(LakeswarmSettings settings, SecretFiles secrets) {
    this(new MinioAccess(new MinioClient(settings.minio().url()), secrets::read));
  }

  LakeObjects(MinioAccess access) {
    this.access = access;
  }

  /**
   * Says whether {@code s3://bucket/key} exists. The user must be allowed to list the bucket, or an
   * absent object is refused; a refusal throws {@link MinioException}.
   */
  public boolean exists(MinioSpec.User user, String location) {
    // Not a java.net.URI: keys may hold spaces, bucket names may be no host names.
    String[] parts = location.replaceFirst("^s3a?://", "").split("/", 2);
    return access.asUser(user).objectExists(parts[0], parts[1]);
  }
}
