package io.lakeswarm.reconciler.minio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** A strict object store that holds one user's objects, for tests of other packages. */
public final class LakeObjectsLab implements AutoCloseable {
  private final FakeMinio server = new FakeMinio();
  private final MinioLab lab =
      new MinioLab(server.uri(), FakeMinio.ROOT, new Credentials("lake-key", "lake-secret"));

  /** Makes buckets, policy and user. */
  public LakeObjectsLab() {
    lab.pass();
    server.forgetCalls();
  }

  /** Looks with the lake user's key. */
  public LakeObjects objects() {
    return new LakeObjects(
        new MinioAccess(
            new MinioClient(server.uri(), TestSettings.SOON, Clock.systemUTC()),
            name -> Optional.ofNullable(lab.secrets.get(name))));
  }

  /** The state that names the user. */
  public static io.lakeswarm.reconciler.desired.DesiredState desired() {
    return MinioLab.DESIRED;
  }

  /** Puts the metadata of a table without snapshots. */
  public void put(String bucket, String key) {
    put(bucket, key, "{\"format-version\":2,\"current-snapshot-id\":-1,\"snapshots\":[]}");
  }

  /** Puts the metadata of a table without snapshots, written at {@code time}. */
  public void put(String bucket, String key, Instant time) {
    put(bucket, key);
    server.storage.written.put(key, time);
  }

  /** Puts an object. */
  public void put(String bucket, String key, String text) {
    server.storage.buckets.get(bucket).put(key, text.getBytes(UTF_8));
  }

  /** Removes an object. */
  public void remove(String bucket, String key) {
    server.storage.buckets.get(bucket).remove(key);
  }

  /** How often objects were read and folders were listed since the last question. */
  public long reads() {
    long reads = server.calls.stream().filter(call -> call.startsWith("GET /warehouse")).count();
    server.forgetCalls();
    return reads;
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
