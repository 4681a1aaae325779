package io.lakeswarm.reconciler.observed;

import java.util.Collection;
import java.util.Optional;

/**
 * The storage that a server answered from, beside what is remembered of the server's storages.
 *
 * @param component short name, for example {@code minio}
 * @param id what the server calls its storage; another id means another storage
 * @param node host name of the node that holds the volume; empty while it is unknown
 * @param remembered the storage that was last verified; empty before the first time
 * @param lastReset the last recorded loss of data
 */
public record Storage(
    String component,
    String id,
    String node,
    Optional<Identity> remembered,
    Optional<Reset> lastReset) {

  /**
   * Returns the identity to remember once the storage is verified.
   *
   * @param parts what is in it, by which a loss would be noticed
   */
  public Identity verified(Collection<String> parts) {
    return Identity.of(component, id, parts).on(node).orNodeOf(remembered);
  }
}
