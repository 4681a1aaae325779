package io.lakeswarm.reconciler.faults;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;

/** The proxies through which one incarnation of the reconciler sees the world. */
final class Front implements AutoCloseable {
  private final Map<Dialect, FaultProxy> proxies = new EnumMap<>(Dialect.class);
  private volatile boolean dead;

  /** One proxy for each of {@code servers}; {@code script} says what happens to each request. */
  Front(Map<Dialect, URI> servers, Script script) {
    servers.forEach(
        (dialect, server) -> proxies.put(dialect, new FaultProxy(dialect, server, script, this)));
  }

  URI url(Dialect dialect) {
    return proxies.get(dialect).url();
  }

  /** As if the incarnation's process had ended: nothing of it arrives anywhere any more. */
  void halt() {
    dead = true;
    proxies.values().forEach(FaultProxy::resetAll);
  }

  boolean isDead() {
    return dead;
  }

  /** The event stream, if one is open. */
  EventRelay events() {
    return proxies.get(Dialect.DOCKER).events();
  }

  @Override
  public void close() {
    dead = true;
    proxies.values().forEach(FaultProxy::close);
  }
}
