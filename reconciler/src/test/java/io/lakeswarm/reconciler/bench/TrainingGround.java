package io.lakeswarm.reconciler.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A small simulated cluster for {@code images/reconciler/train}: writes the settings that lead a
 * reconciler to it as a shell's {@code export}s to the file of its only argument, and serves until
 * it is ended.
 */
final class TrainingGround {
  private static final int NODES = 3;
  private static final int TASKS = 100;
  private static final long STEP_MILLIS = 20;

  private TrainingGround() {}

  /** Returns once it serves; the thread in which the cluster's time passes lives on. */
  public static void main(String[] arguments) throws IOException {
    SimulatedCluster cluster = new SimulatedCluster(NODES, TASKS);
    Executors.newSingleThreadScheduledExecutor()
        .scheduleWithFixedDelay(cluster.swarm::advance, 0, STEP_MILLIS, TimeUnit.MILLISECONDS);
    String exports =
        cluster.environment().entrySet().stream()
            .map(entry -> "export " + entry.getKey() + "='" + entry.getValue() + "'\n")
            .collect(Collectors.joining());
    Path settings = Path.of(arguments[0]);
    Path part = settings.resolveSibling("part");
    Files.writeString(part, exports);
    Files.move(part, settings, StandardCopyOption.ATOMIC_MOVE);
  }
}
