package io.lakeswarm.reconciler.store;

/**
 * Another writer stored a revision between the caller's read and its write; nothing was changed.
 */
public final class StaleRevision extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StaleRevision(int wanted) {
    super(
        "Cannot store revision " + wanted + ": it exists. Read the current one and decide again.");
  }
}
