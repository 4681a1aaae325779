package io.lakeswarm.reconciler.observed;

import java.time.Instant;

/**
 * How the last pass of a controller ended.
 *
 * @param began when the pass began
 * @param message the failure's message, or else the condition's message at that time
 */
public record LastPass(Instant began, Verdict verdict, String message) {

  /** What the pass means for an operation that waits for it. */
  public enum Verdict {
    /** Everything was observed, or written, as desired and verified. */
    AS_DESIRED,
    /** Only the operator can fix the failure. */
    STALLED,
    /** A later pass may succeed. */
    UNFINISHED
  }
}
