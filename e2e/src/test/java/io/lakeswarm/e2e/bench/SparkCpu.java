package io.lakeswarm.e2e.bench;

import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Swarm;
import io.lakeswarm.e2e.lab.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * CPU time of what comes and goes: drivers, and the workers. A node's control group keeps the time
 * of containers that are gone; the time of all other services is taken off.
 */
final class SparkCpu {
  private static final Path V1 = Path.of("/sys/fs/cgroup/cpuacct");
  private static final Path V2 = Path.of("/sys/fs/cgroup");

  private final List<Task> others;
  private final double before;

  /** Measures from now on. */
  SparkCpu(Platform platform) {
    Swarm swarm = platform.swarm();
    others =
        swarm.services().stream()
            .filter(name -> !name.equals("spark_spark-worker") && !name.contains("-job-"))
            .flatMap(name -> swarm.running(name).stream())
            .toList();
    before = now();
  }

  /** CPU-seconds since the beginning. */
  double seconds() {
    return now() - before;
  }

  private double now() {
    double all = Node.ALL.stream().mapToDouble(node -> used(node.hostname())).sum();
    return all - others.stream().mapToDouble(t -> used(t.node() + "/" + t.container())).sum();
  }

  private static double used(String group) {
    try {
      if (Files.isDirectory(V1)) {
        String nanos = Files.readString(V1.resolve(group).resolve("cpuacct.usage")).strip();
        return Long.parseLong(nanos) / (double) TimeUnit.SECONDS.toNanos(1);
      }
      String stat = Files.readString(V2.resolve(group).resolve("cpu.stat"));
      String micros = stat.lines().findFirst().orElseThrow().split(" ")[1];
      return Long.parseLong(micros) / (double) TimeUnit.SECONDS.toMicros(1);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the CPU time of " + group, e);
    }
  }
}
