package io.lakeswarm.e2e.bench;

import static org.awaitility.Awaitility.await;

import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the reconciler's process takes. */
final class Footprint {
  private static final String SERVICE = "reconciler_reconciler";
  private static final Pattern STARTED = Pattern.compile("(\\S+) .*started in ([0-9.]+)s");

  private final Platform platform;

  Footprint(Platform platform) {
    this.platform = platform;
  }

  /** Resident memory in MB, the median of looks over half a minute. */
  double residentMegabytes() {
    Path status = Path.of("/proc", pid(), "status");
    List<Double> looks = new java.util.ArrayList<>();
    await("looks at the memory")
        .pollInterval(Duration.ofSeconds(3))
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              looks.add(kilobytes(status) / 1000.0);
              return looks.size() >= 10;
            });
    return looks.stream().sorted().toList().get(looks.size() / 2);
  }

  /** Seconds from the container's start to the line that says the application serves. */
  double startSeconds() {
    Task task = platform.swarm().only(SERVICE);
    Instant container = Instant.parse(inspect(task, "{{.State.StartedAt}}"));
    String log =
        platform
            .lab()
            .docker(Node.named(task.node()), "logs", "--timestamps", task.container())
            .orThrow()
            .all();
    Matcher line = STARTED.matcher(log);
    if (!line.find()) {
      throw new IllegalStateException("The reconciler's log does not say when it started");
    }
    return Duration.between(container, Instant.parse(line.group(1))).toMillis() / 1000.0;
  }

  /** The id of its process, as this host sees it. */
  String pid() {
    return inspect(platform.swarm().only(SERVICE), "{{.State.Pid}}");
  }

  private String inspect(Task task, String format) {
    return platform
        .lab()
        .docker(Node.named(task.node()), "inspect", "-f", format, task.container())
        .orThrow()
        .text();
  }

  private static long kilobytes(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + status, e);
    }
  }
}
