package io.lakeswarm.reconciler.observed;

import java.time.Instant;

/**
 * How the last pass of a controller ended.
 *
 * @param began when it began to look
 * @param message what its condition said then
 */
public record LastPass(Instant began, Verdict verdict, String message) {

  /** What the pass means for somebody who waits for it. */
  public enum Verdict {
    /** Everything was found, or made, as desired and proven. */
    AS_DESIRED,
    /** Only a person can help. */
    STALLED,
    /** A later pass may do better. */
    UNFINISHED
  }
}
