package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.plan.NessieAction;
import org.projectnessie.error.BaseNessieClientServerException;

/** Applies each action as one write. */
final class NessieWriter implements NessieAction.Handler<BaseNessieClientServerException> {
  private final NessieCatalog catalog;
  private final HeadCache heads;

  NessieWriter(NessieCatalog catalog, HeadCache heads) {
    this.catalog = catalog;
    this.heads = heads;
  }

  @Override
  public void createBranch(NessieAction.CreateBranch action)
      throws BaseNessieClientServerException {
    catalog.createBranch(action.name(), action.source());
    heads.changed();
  }

  @Override
  public void createNamespace(NessieAction.CreateNamespace action)
      throws BaseNessieClientServerException {
    catalog.createNamespace(action.branch(), action.name());
    heads.changed();
  }
}
