package io.lakeswarm.e2e.lab;

/**
 * A running service that keeps its data in a volume of the same name on the node whose label it
 * follows. It is stopped by that label, for a changed number of replicas may be repaired at once.
 */
public final class PinnedService {
  private final Platform platform;
  private final String service;
  private final Node node;

  private PinnedService(Platform platform, String service, Node node) {
    this.platform = platform;
    this.service = service;
    this.node = node;
  }

  /** The service with this full name; throws unless exactly one task of it runs. */
  public static PinnedService running(Platform platform, String service) {
    return new PinnedService(platform, service, Node.named(platform.swarm().only(service).node()));
  }

  /** Swarm ends it, and no node may run it. */
  public void stop() {
    docker(Node.FIRST, "node", "update", "--label-rm", label(), node.hostname());
  }

  /** Removes its data; throws while the stopped task still holds it. */
  public void removeVolume() {
    String held = docker(node, "container", "ls", "-aq", "--filter", "volume=" + service);
    held.lines().forEach(container -> docker(node, "container", "rm", container));
    docker(node, "volume", "rm", service);
  }

  /** Its node may run it again. */
  public void start() {
    docker(Node.FIRST, "node", "update", "--label-add", label() + "=true", node.hostname());
  }

  private String label() {
    return "lakeswarm." + service.substring(service.indexOf('_') + 1);
  }

  private String docker(Node on, String... words) {
    return platform.lab().docker(on, words).orThrow().text();
  }
}
