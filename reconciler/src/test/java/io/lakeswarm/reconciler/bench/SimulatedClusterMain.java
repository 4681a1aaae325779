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
      Process child = builder.start();
      // Ctrl-C reaches all of them; who ends this process alone ends the command and its children
      // too.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child.toHandle())));
      exit = child.waitFor();
    }
    System.exit(exit);
  }

  private static void end(ProcessHandle process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
