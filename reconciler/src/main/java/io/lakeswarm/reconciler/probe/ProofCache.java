package io.lakeswarm.reconciler.probe;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The users or sources that were verified by use since the last change, and on which storage. It is
 * not stored: a new process verifies again.
 */
public final class ProofCache {
  private final Set<String> names = new HashSet<>();
  private String storageId = "";

  /** Adds a user or source that was verified on the storage with this identity. */
  public synchronized void verified(String onStorage, String name) {
    if (!storageId.equals(onStorage)) {
      names.clear();
      storageId = onStorage;
    }
    names.add(name);
  }

  /** Makes every proof stale: something was written, or a recheck was requested. */
  public synchronized void clear() {
    names.clear();
  }

  /** Returns true when each name was verified on this storage since the last change. */
  public synchronized boolean covers(String onStorage, Collection<String> wanted) {
    return wanted.isEmpty() || (storageId.equals(onStorage) && names.containsAll(wanted));
  }
}
