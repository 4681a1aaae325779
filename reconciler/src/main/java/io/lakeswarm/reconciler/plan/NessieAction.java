package io.lakeswarm.reconciler.plan;

/** The writes to the catalog; an object that is there already is a success. */
public sealed interface NessieAction extends Action {

  /** Makes a branch at the head that {@code source} has at that moment. */
  record CreateBranch(String name, String source) implements NessieAction {
    @Override
    public Label label() {
      return Label.of("create", "branch:" + name, "from " + source);
    }
  }

  /** Commits a namespace to a branch; its parent must exist. */
  record CreateNamespace(String branch, String name) implements NessieAction {
    @Override
    public Label label() {
      return Label.of("create", "namespace:" + name, "on " + branch);
    }
  }
}
