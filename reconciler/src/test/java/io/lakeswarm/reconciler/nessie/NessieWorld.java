package io.lakeswarm.reconciler.nessie;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** A strict catalog that can be started, wiped and looked into, for tests of other packages. */
public final class NessieWorld implements AutoCloseable {
  private final FakeNessie server = new FakeNessie();

  public URI uri() {
    return server.uri();
  }

  /** It is started again on an empty database. */
  public void wipe() {
    server.wipe();
  }

  /** The keys of every branch. */
  public Map<String, String> content() {
    Map<String, String> all = new TreeMap<>();
    server.branches.forEach((name, keys) -> all.put("branch " + name, keys.keySet().toString()));
    return all;
  }

  @Override
  public void close() {
    server.close();
  }
}
