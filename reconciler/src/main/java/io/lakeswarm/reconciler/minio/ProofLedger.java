package io.lakeswarm.reconciler.minio;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Which users or sources were proven by use since the last change, and on which volume. It is not
 * stored: a new process proves again.
 */
public final class ProofLedger {
  private final Set<String> users = new HashSet<>();
  private String deploymentId = "";

  /** The user was proven on the storage with this identity. */
  public synchronized void proven(String onDeployment, String user) {
    if (!deploymentId.equals(onDeployment)) {
      users.clear();
      deploymentId = onDeployment;
    }
    users.add(user);
  }

  /** Something was written, or somebody wants to know: every proof is stale. */
  public synchronized void forget() {
    users.clear();
  }

  /** True when each of the users was proven on this storage since the last change. */
  public synchronized boolean covers(String onDeployment, Collection<String> wanted) {
    return wanted.isEmpty() || (deploymentId.equals(onDeployment) && users.containsAll(wanted));
  }
}
