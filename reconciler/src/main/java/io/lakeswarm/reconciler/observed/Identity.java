package io.lakeswarm.reconciler.observed;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which storage of a component was last proven to work, and by what its loss would be noticed.
 *
 * @param component short name, for example {@code minio}
 * @param id what the server calls its storage; another one means that the storage is another
 * @param parts what is in it for sure: MinIO's buckets, the head commit of Nessie
 * @param node host name of the node that holds the volume; empty while it is not known
 */
public record Identity(String component, String id, SortedSet<String> parts, String node) {

  /** Takes a copy. */
  public Identity {
    parts = Collections.unmodifiableSortedSet(new TreeSet<>(parts));
  }

  /** An identity on a node that is not known. */
  public static Identity of(String component, String id, Collection<String> parts) {
    return new Identity(component, id, new TreeSet<>(parts), "");
  }

  /** The same on this node. */
  public Identity on(String host) {
    return new Identity(component, id, parts, host);
  }

  /** With the node known of the same storage earlier, while the own one is not known. */
  public Identity orNodeOf(Optional<Identity> earlier) {
    return node.isEmpty()
        ? earlier.filter(known -> known.id().equals(id)).map(known -> on(known.node())).orElse(this)
        : this;
  }
}
