package io.lakeswarm.reconciler.dremio;

import java.time.Instant;

/**
 * One login.
 *
 * @param clusterId the identity of the volume it was made on
 */
record DremioSession(String token, String clusterId, Instant expires) {

  @Override
  public String toString() {
    return "DremioSession[" + clusterId + "]";
  }
}
