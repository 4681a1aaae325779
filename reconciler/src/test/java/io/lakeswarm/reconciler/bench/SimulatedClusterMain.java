package io.lakeswarm.reconciler.bench;

import io.lakeswarm.reconciler.testing.FakeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;

/**
 * Runs the simulated cluster for {@code make dev} until its standard input ends. Writes the
 * reconciler's environment to the file that its one argument names.
 */
public final class SimulatedClusterMain {
  private static final int NODES = 3;

  private SimulatedClusterMain() {}

  public static void main(String[] args) throws IOException {
    try (SimulatedCluster cluster = new SimulatedCluster(NODES, 0)) {
      Path file = Path.of(args[0]);
      Path whole = Files.createTempFile(file.toAbsolutePath().getParent(), "environment", "");
      Files.writeString(
          whole,
          cluster.environment().entrySet().stream()
              .map(entry -> "export " + entry.getKey() + "='" + entry.getValue() + "'\n")
              .collect(Collectors.joining()));
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      System.out.println("Token of the operator: " + FakeCluster.OPERATOR);
      while (System.in.read() >= 0) {
        // The simulation answers until the pipe closes.
      }
    }
  }
}
