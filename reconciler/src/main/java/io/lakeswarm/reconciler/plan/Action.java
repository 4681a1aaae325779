package io.lakeswarm.reconciler.plan;

import java.util.Optional;

/**
 * Exactly one write to one remote object. Each controller has its own closed set of actions
 * (records); an action carries everything its write needs, except secrets.
 */
public interface Action {
  /** Returns the names that plans, logs and metrics use. */
  Label label();

  /**
   * Returns the id of the Swarm service whose tasks this write may end. For such a step, the tasks
   * that ended are compared with the predicted ones.
   */
  default Optional<String> touchedService() {
    return Optional.empty();
  }

  /** Returns the verb of {@link #label()}. */
  default String verb() {
    return label().verb();
  }

  /** Returns the object of {@link #label()}. */
  default String target() {
    return label().target();
  }

  /** Returns the detail of {@link #label()}. */
  default String detail() {
    return label().detail();
  }

  /**
   * The names of an action.
   *
   * @param verb lower-case, from a small closed set, for example {@code create}; a metric label
   * @param target the object as {@code kind:name}, for example {@code bucket:wsl}
   * @param detail what changes, for example {@code 3 -> 2}; empty when verb and target suffice
   */
  record Label(String verb, String target, String detail) {
    /** Returns a label without a detail. */
    public static Label of(String verb, String target) {
      return new Label(verb, target, "");
    }

    /** Returns a label with a detail. */
    public static Label of(String verb, String target, String detail) {
      return new Label(verb, target, detail);
    }
  }
}
