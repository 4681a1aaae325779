package io.lakeswarm.reconciler.observed;

import java.util.Collection;
import java.util.Optional;

/**
 * The storage that a server answered from, with the stored record of the server's storages.
 *
 * @param component short name, for example {@code minio}
 * @param id the server's id of its storage; another id means another storage
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
   * Returns the identity to store once the storage is verified.
   *
   * @param parts its contents, which reveal a loss
   */
  public Identity verified(Collection<String> parts) {
    return Identity.of(component, id, parts).on(node).orNodeOf(remembered);
  }
}
