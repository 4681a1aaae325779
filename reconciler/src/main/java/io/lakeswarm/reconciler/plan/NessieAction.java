package io.lakeswarm.reconciler.plan;

/** The writes to the catalog; an object that already exists counts as a success. */
public sealed interface NessieAction extends Action {

  /** Calls the method of {@code handler} for this action. */
  <X extends Exception> void accept(Handler<X> handler) throws X;

  /**
   * Does each action; a new action does not compile before every handler has a method for it.
   *
   * @param <X> what the writes throw
   */
  interface Handler<X extends Exception> {
    /** Creates a branch. */
    void createBranch(CreateBranch action) throws X;

    /** Creates a namespace. */
    void createNamespace(CreateNamespace action) throws X;
  }

  /** Creates a branch at the head that {@code source} has at that moment. */
  record CreateBranch(String name, String source) implements NessieAction {
    @Override
    public <X extends Exception> void accept(Handler<X> handler) throws X {
      handler.createBranch(this);
    }

    @Override
    public Label label() {
      return Label.of("create", "branch:" + name, "from " + source);
    }
  }

  /** Commits a namespace to a branch; its parent must exist. */
  record CreateNamespace(String branch, String name) implements NessieAction {
    @Override
    public <X extends Exception> void accept(Handler<X> handler) throws X {
      handler.createNamespace(this);
    }

    @Override
    public Label label() {
      return Label.of("create", "namespace:" + name, "on " + branch);
    }
  }
}
