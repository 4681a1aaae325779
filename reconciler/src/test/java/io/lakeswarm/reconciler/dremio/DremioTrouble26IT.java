package io.lakeswarm.reconciler.dremio;

class DremioTrouble26IT extends DremioTrouble {
  DremioTrouble26IT() {
    super(DremioProfile.V26_0_5);
  }
}
