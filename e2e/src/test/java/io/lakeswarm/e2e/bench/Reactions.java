package io.lakeswarm.e2e.bench;

import static org.awaitility.Awaitility.await;

import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Running;
import io.lakeswarm.e2e.lab.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How long after a hand-made scale-up the correction was accepted: the distance of the two events
 * in the engine's own stream, stamped by the manager.
 */
final class Reactions {
  private static final String SERVICE = "spark_spark-worker";
  private static final String FORMAT =
      "{{.TimeNano}} {{index .Actor.Attributes \"name\"}}"
          + " {{index .Actor.Attributes \"replicas.new\"}}";

  private final Platform platform;
  private final int desired;

  Reactions(Platform platform, int desired) {
    this.platform = platform;
    this.desired = desired;
  }

  /** Milliseconds, sorted. */
  List<Double> measure(int rounds) {
    List<Double> millis = new ArrayList<>();
    String now = String.valueOf(Instant.now().getEpochSecond());
    try (Running events =
        platform
            .lab()
            // The first change may be made before the stream is open.
            .client(
                Node.FIRST,
                "events",
                "--since",
                now,
                "--filter",
                "type=service",
                "--format",
                FORMAT)
            .within(Duration.ofMinutes(30))
            .start()) {
      for (int round = 1; round <= rounds; round++) {
        int before = lines(events).size();
        platform
            .lab()
            .docker(Node.FIRST, "service", "scale", "-d", SERVICE + "=" + (desired + 1))
            .orThrow();
        await("correction " + round)
            .atMost(Duration.ofSeconds(30))
            .until(() -> reaction(events, before).isPresent());
        millis.add(reaction(events, before).getAsDouble());
        // The next round begins when Swarm is done with this one.
        await("round " + round).atMost(Duration.ofSeconds(60)).until(this::isAtRest);
      }
    }
    return millis.stream().sorted().toList();
  }

  /** Ended tasks of earlier days may be listed too; they do not count. */
  private boolean isAtRest() {
    List<Task> wanted = platform.swarm().tasks(SERVICE).stream().filter(Task::isWanted).toList();
    return wanted.size() == desired && wanted.stream().allMatch(Task::isRunning);
  }

  /** From the first change by hand after so many lines to the first correction after that. */
  private OptionalDouble reaction(Running events, int before) {
    List<String[]> lines = lines(events);
    long changed = 0;
    for (String[] words : lines.subList(before, lines.size())) {
      if (changed == 0 && words[2].equals(String.valueOf(desired + 1))) {
        changed = Long.parseLong(words[0]);
      } else if (changed != 0 && words[2].equals(String.valueOf(desired))) {
        return OptionalDouble.of((Long.parseLong(words[0]) - changed) / 1e6);
      }
    }
    return OptionalDouble.empty();
  }

  /** Time, service and new number of each change of the service's replicas. */
  private static List<String[]> lines(Running events) {
    String text = events.output();
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 3 && words[1].equals(SERVICE))
        .toList();
  }
}
