package io.lakeswarm.e2e.bench;

import static org.awaitility.Awaitility.await;

import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Lab;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the engines take for themselves, so that a figure of ours can be judged. */
final class EngineShare {
  private static final double TICKS_PER_SECOND = 100;
  private static final String READ = "http://engine/services/spark_spark-worker";

  private final Platform platform;

  /**
   * Shares of one core.
   *
   * @param machine of everything that runs, short-lived programs such as health checks included
   */
  record Cpu(double reconciler, double engines, double machine) {}

  EngineShare(Platform platform) {
    this.platform = platform;
  }

  /** Milliseconds of single reads, sorted; without the start of the program that asks. */
  List<Double> readMillis(int times) {
    String socket = Node.FIRST.engine().replace("unix://", "");
    List<String> words =
        new ArrayList<>(List.of("curl", "-sS", "--unix-socket", socket, "-w", "%{time_total}\\n"));
    for (int i = 0; i < times; i++) {
      words.addAll(List.of("-o", "/dev/null", READ));
    }
    String out = Command.of(words.toArray(String[]::new)).run().orThrow().out();
    return out.lines().map(line -> Double.parseDouble(line) * 1000).sorted().toList();
  }

  /** CPU time while nothing is asked for. */
  Cpu idle(Duration time) {
    String pid = new Footprint(platform).pid();
    double ours = cpuSeconds(pid);
    double theirs = engines();
    double all = machine();
    long end = System.nanoTime() + time.toNanos();
    await("an idle minute")
        .pollInterval(Duration.ofSeconds(1))
        .atMost(time.plusMinutes(1))
        .until(() -> System.nanoTime() >= end);
    return new Cpu(
        (cpuSeconds(pid) - ours) / time.toSeconds(),
        (engines() - theirs) / time.toSeconds(),
        (machine() - all) / time.toSeconds());
  }

  private static double engines() {
    return Node.ALL.stream()
        .mapToDouble(
            node -> cpuSeconds(read(Path.of(Lab.HOME, "node" + node.number(), "pid")).strip()))
        .sum();
  }

  /** All of the first line of /proc/stat (proc(5)) but idle time and waiting for disks. */
  private static double machine() {
    String[] ticks = read(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +");
    return IntStream.of(1, 2, 3, 6, 7, 8).mapToLong(i -> Long.parseLong(ticks[i])).sum()
        / TICKS_PER_SECOND;
  }

  private static double cpuSeconds(String pid) {
    String[] fields = read(Path.of("/proc", pid, "stat")).replaceFirst("^.*\\) ", "").split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
