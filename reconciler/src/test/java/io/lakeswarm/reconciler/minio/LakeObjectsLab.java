package io.lakeswarm.reconciler.minio;

import java.util.Optional;

/** A strict object store that holds one user's objects, for tests of other packages. */
public final class LakeObjectsLab implements AutoCloseable {
  private final FakeMinio server = new FakeMinio();
  private final MinioLab lab =
      new MinioLab(server.uri(), FakeMinio.ROOT, new Credentials("lake-key", "lake-secret"));

  /** Makes buckets, policy and user. */
  public LakeObjectsLab() {
    lab.pass();
  }

  /** Looks with the lake user's key. */
  public LakeObjects objects() {
    return new LakeObjects(
        new MinioAccess(
            new MinioClient(server.uri()), name -> Optional.ofNullable(lab.secrets.get(name))));
  }

  /** The state that names the user. */
  public static io.lakeswarm.reconciler.desired.DesiredState desired() {
    return MinioLab.DESIRED;
  }

  /** Puts an object. */
  public void put(String bucket, String key) {
    server.storage.buckets.get(bucket).put(key, new byte[] {1});
  }

  /** Loses every bucket and user, and makes them again, empty. */
  public void loseData() {
    server.storage.replaceVolume();
    lab.pass();
  }

  /** Loses the users only. */
  public void loseUsers() {
    server.storage.users.clear();
  }

  @Override
  public void close() {
    server.close();
    server.assertNothingBroken();
  }
}
