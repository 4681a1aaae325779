package io.lakeswarm.reconciler.dremio;

class DremioTrouble25IT extends DremioTrouble {
  DremioTrouble25IT() {
    super(DremioProfile.V25_2_0);
  }
}
