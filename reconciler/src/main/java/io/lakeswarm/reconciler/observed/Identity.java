package io.lakeswarm.reconciler.observed;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The storage of a component that was last verified, and the contents that reveal its loss.
 *
 * @param component short name, for example {@code minio}
 * @param id the server's id of its storage; another id means another storage
 * @param parts the verified contents: MinIO's buckets, Nessie's head commit
 * @param node host name of the node that holds the volume; empty while it is unknown
 */
public record Identity(String component, String id, SortedSet<String> parts, String node) {

  /** Takes a copy. */
  public Identity {
    parts = Collections.unmodifiableSortedSet(new TreeSet<>(parts));
  }

  /** Returns an identity on an unknown node. */
  public static Identity of(String component, String id, Collection<String> parts) {
    return new Identity(component, id, new TreeSet<>(parts), "");
  }

  /** Returns the same identity on this node. */
  public Identity on(String host) {
    return new Identity(component, id, parts, host);
  }

  /**
   * Returns this identity; while its node is unknown, with the earlier node of the same storage.
   */
  public Identity orNodeOf(Optional<Identity> earlier) {
    return node.isEmpty()
        ? earlier.filter(known -> known.id().equals(id)).map(known -> on(known.node())).orElse(this)
        : this;
  }
}
