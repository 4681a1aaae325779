package io.lakeswarm.reconciler.minio;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A strict object store that can be started, wiped and looked into, for tests of other packages.
 */
public final class MinioWorld implements AutoCloseable {
  private final FakeMinio server = new FakeMinio();

  /** A server whose clock is {@code clock}. */
  public MinioWorld(Clock clock) {
    server.clock = Optional.of(clock);
  }

  public URI uri() {
    return server.uri();
  }

  /** Its root key pair, by the names of the secrets that hold it. */
  public static Map<String, String> rootSecrets() {
    return Map.of(
        "minio_root_user", FakeMinio.ROOT.accessKey(),
        "minio_root_password", FakeMinio.ROOT.secretKey());
  }

  /** It is started again on empty drives. */
  public void wipe() {
    server.storage.replaceVolume();
  }

  /** Everything on its drives, as text by name. */
  public Map<String, String> content() {
    Map<String, String> all = new TreeMap<>();
    server.storage.buckets.forEach(
        (name, objects) -> all.put("bucket " + name, objects.keySet().toString()));
    server.storage.versioning.forEach((name, state) -> all.put("versioning " + name, state));
    server.storage.policies.forEach((name, text) -> all.put("policy " + name, text));
    server.storage.users.forEach((name, user) -> all.put("user " + name, user.toString()));
    return all;
  }

  /** True when a user of this name has this secret. */
  public boolean opens(String accessKey, String secretKey) {
    FakeStorage.User user = server.storage.users.get(accessKey);
    return user != null && user.enabled() && user.secret().equals(secretKey);
  }

  /** What the real server would not have understood, one line a request. */
  public void assertNothingBroken() {
    server.assertNothingBroken();
  }

  @Override
  public void close() {
    server.close();
  }
}
