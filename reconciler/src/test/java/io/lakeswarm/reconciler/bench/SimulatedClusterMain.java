package io.lakeswarm.reconciler.bench;

import io.lakeswarm.reconciler.testing.FakeCluster;
import java.io.IOException;

/** Runs a command beside the simulated cluster, with the reconciler's settings as environment. */
public final class SimulatedClusterMain {
  private static final int NODES = 3;

  private SimulatedClusterMain() {}

  /** Ends with the exit code of the command; the cluster lives as long as it. */
  public static void main(String[] command) throws IOException, InterruptedException {
    int exit;
    try (SimulatedCluster cluster = new SimulatedCluster(NODES, 0)) {
      System.out.println("Token of the operator: " + FakeCluster.OPERATOR);
      ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
      builder.environment().putAll(cluster.environment());
      exit = builder.start().waitFor();
    }
    System.exit(exit);
  }
}
