package io.lakeswarm.reconciler.plan;

/**
 * Exactly one write to one remote object. Each controller has its own closed set of actions
 * (records); an action carries everything its write needs, except secrets.
 */
public interface Action {

  /**
   * A lower-case verb from a small closed set, for example {@code create}; it is a metric label.
   */
  String verb();

  /** The object as {@code kind:name}, for example {@code bucket:wsl}. */
  String target();

  /** What changes, for example {@code 3 -> 2}; empty when verb and target say it all. */
  default String detail() {
    return "";
  }
}
